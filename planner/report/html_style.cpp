#include "planner/report/html_parts.hpp"

namespace hallplan::report {

std::string_view page_style() {
  return R"(:root{--ink:#1b2129;--soft:#5a6572;--line:#d9dee5;--paper:#fff;--shade:#f5f7f9;--accent:#1d4f91;
--pass:#1f7a3a;--pass-bg:#e3f4e7;--fail:#b3261e;--fail-bg:#fce8e6;--open:#8a5a00;--open-bg:#fdf1d7}
@media (prefers-color-scheme:dark){:root{--ink:#e4e9ef;--soft:#9aa6b4;--line:#303944;--paper:#0f1318;--shade:#181e25;
--accent:#8ab8f5;--pass:#6fd08c;--pass-bg:#12301b;--fail:#ff9189;--fail-bg:#3b1512;--open:#f0c060;--open-bg:#352607}}
*{box-sizing:border-box}
html{color-scheme:light dark;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main,header,footer{max-width:1240px;margin:0 auto;padding:0 24px}
header{padding-top:28px}
h1{font-size:26px;line-height:1.25;margin:0}
h2{font-size:19px;margin:44px 0 4px;padding-top:10px;border-top:2px solid var(--ink)}
p{margin:6px 0}
.note,.soft{color:var(--soft)}
.note{margin:0 0 12px}
a{color:var(--accent)}
nav{margin:14px 0 0;display:flex;flex-wrap:wrap;gap:4px 18px}
nav a{text-decoration:none}
.verdict{display:flex;flex-wrap:wrap;align-items:center;gap:6px 12px;margin:20px 0 6px}
.answer{font-size:19px;font-weight:600}
.badge{display:inline-block;padding:0 9px;border-radius:10px;font-size:12.5px;font-weight:600;white-space:nowrap;background:var(--shade)}
.badge.pass{color:var(--pass);background:var(--pass-bg)}
.badge.fail{color:var(--fail);background:var(--fail-bg)}
.badge.undecided{color:var(--open);background:var(--open-bg)}
.verdict .badge{font-size:15px;padding:3px 14px;border-radius:14px;text-transform:uppercase;letter-spacing:.04em}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(128px,1fr));gap:1px;background:var(--line);border:1px solid var(--line);margin:18px 0}
.figures div{background:var(--paper);padding:10px 14px}
.figures b{display:block;font-size:21px;font-weight:600;font-variant-numeric:tabular-nums}
.figures span{color:var(--soft);font-size:13px}
ul.domains{list-style:none;padding:0;margin:10px 0;display:flex;flex-wrap:wrap;gap:8px 20px}
ol.assume{margin:0;padding-left:26px}
ol.assume li{margin:0 0 10px;padding-left:4px}
.assume .flip{color:var(--open)}
code,.mono{font:13px/1.45 ui-monospace,"SF Mono",Consolas,"DejaVu Sans Mono",monospace}
.scroll{overflow:auto;max-height:82vh;border:1px solid var(--line)}
thead th{position:sticky;top:0}
table{border-collapse:collapse;width:100%;font-size:13.5px;font-variant-numeric:tabular-nums}
th,td{text-align:left;vertical-align:top;padding:5px 10px;border-bottom:1px solid var(--line)}
th{background:var(--shade);font-weight:600;white-space:nowrap;border-bottom:1px solid var(--soft)}
tbody tr:last-child td{border-bottom:0}
td.n,th.n{text-align:right;white-space:nowrap}
td.d{white-space:nowrap}
td.wide{min-width:190px;overflow-wrap:anywhere}
tr.s-fail td:first-child{box-shadow:inset 3px 0 var(--fail)}
tr.s-undecided td:first-child{box-shadow:inset 3px 0 var(--open)}
.bar{display:inline-block;width:84px;height:8px;background:var(--line);vertical-align:1px;margin-right:8px;overflow:hidden}
.bar i{display:block;height:8px;background:var(--accent)}
.bar.tight i{background:var(--open)}.bar.fail i{background:var(--fail)}
details summary{cursor:pointer}
details p{margin:3px 0 3px 14px}
.pick{position:absolute;opacity:0;pointer-events:none}
label.chip{display:inline-block;border:1px solid var(--line);border-radius:14px;padding:1px 12px;margin:0 6px 8px 0;cursor:pointer;font-size:13.5px}
.pick:focus-visible+label.chip{outline:2px solid var(--accent);outline-offset:2px}
.pick:checked+label.chip{background:var(--accent);border-color:var(--accent);color:var(--paper)}
.break{display:block}
.scroll{overflow-x:auto}.plan{display:block;max-width:100%;height:auto;margin:0 auto}.plan.large{max-width:none}
.rides{display:flex;flex-wrap:wrap;gap:10px 24px;margin:14px 0}.rides figure{margin:0;flex:1 1 340px;max-width:520px}
.rides figcaption{font-weight:600;font-size:13.5px}
.ride{display:block;width:100%;height:auto}.ride text{font-size:10px;fill:var(--soft)}.ride .frame{fill:none;stroke:var(--line)}
.ride polyline{fill:none;stroke-width:1.8}.ride .supply{stroke:var(--accent)}.ride .return{stroke:var(--fail)}
.ride .limit{stroke:var(--soft);stroke-dasharray:5 3}.ride .restart{stroke:var(--open)}
.basis{columns:2 420px;column-gap:36px}
.basis section{break-inside:avoid;margin:0 0 14px}
.basis h3{font-size:14.5px;margin:0 0 2px}
.words{display:grid;grid-template-columns:minmax(120px,22%) 1fr;gap:4px 16px;margin:0}.words dt{font-weight:600}.words dd{margin:0}
.basis dl{display:grid;grid-template-columns:minmax(150px,45%) 1fr;margin:0;font-size:13.5px}
.basis dt{color:var(--soft)}.basis dt,.basis dd{margin:0;padding:2px 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
footer{margin-top:48px;padding-top:12px;padding-bottom:32px;color:var(--soft);font-size:13px}
@media print{@page{size:A4;margin:14mm 12mm}:root{--ink:#000;--soft:#444;--line:#bbb;--paper:#fff;--shade:#f2f2f2;--accent:#1d4f91;
--pass:#1f7a3a;--pass-bg:#fff;--fail:#b3261e;--fail-bg:#fff;--open:#8a5a00;--open-bg:#fff}
html{color-scheme:light}body{font-size:10.5pt}main,header,footer{max-width:none;padding:0}nav,.chip,.break{display:none}
table{font-size:8.5pt}thead{display:table-header-group}tr,li{break-inside:avoid}.scroll{overflow:visible;max-height:none;border:0}thead th{position:static}
h2{break-after:avoid}#basis,#sources{break-before:page}.plan{max-height:230mm}.plan.large{max-width:100%}th,td{padding:3px 5px}a{color:inherit;text-decoration:none}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
)";
}

}  // namespace hallplan::report
