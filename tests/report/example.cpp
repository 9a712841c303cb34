#include "tests/report/example.hpp"

namespace hallplan::test {
namespace {

Ref ref(std::string id, int index) { return {std::move(id), {}, index}; }

Product<RackType> rack(const std::string& id, const std::string& role, double width_m, int gpus, double tdp_w) {
  Product<RackType> out;
  out.id = id;
  out.name = "Test " + role;
  out.maker = "Nobody";
  out.body.role = role;
  out.body.gpus = gpus;
  out.body.body.width_m = stated(width_m, "600 mm");
  out.body.body.depth_m = stated(1.2, "1200 mm");
  out.body.body.height_m = stated(2.2, "2.2 m");
  out.body.power.tdp_w = stated(tdp_w, "100 kW");
  return out;
}

void add_catalogue(Site& site) {
  site.catalogue.racks = {rack("test-compute", "compute", 0.75, 72, 100e3),
                          rack("test-network", "network", 0.6, 0, 20e3)};
  Value& tdp = site.catalogue.racks[0].body.power.tdp_w;
  tdp.low = 95e3;
  tdp.high = 110e3;
  tdp.means = "TDP";
  tdp.trust = Trust::datasheet;
  tdp.source = "test-compute:sheet";
  Source sheet;
  sheet.id = "sheet";
  sheet.title = "The sheet";
  sheet.address = "https://example.com/sheet?a=1&b=2";
  sheet.trust = Trust::datasheet;
  site.catalogue.racks[0].sources = {sheet};
  Product<CduType> cdu;
  cdu.id = "test-cdu";
  cdu.body.body.width_m = stated(0.9, "900 mm");
  cdu.body.body.depth_m = stated(1.2, "1200 mm");
  site.catalogue.cdus = {cdu};
}

void add_hall(Site& site, int file) {
  site.hall.width_m = stated(12, "12 m");
  site.hall.depth_m = stated(8, "8 m");
  site.hall.ceiling_m = stated(4, "4 m");
  site.hall.tile_m = stated(0.6, "600 mm");
  Box box;
  box.id = "door";
  box.x_m = stated(10, "10 m");
  box.y_m = stated(0, "0 m");
  box.width_m = stated(2, "2 m");
  box.depth_m = stated(1.5, "1.5 m");
  site.hall.keep_outs = {box};
  Row row;
  row.id = "r1";
  row.at = {file, 2, 3};
  row.x_m = stated(2, "2 m");
  row.y_m = stated(3, "3 m");
  row.slots = 6;
  row.pitch_m = stated(0.75, "750 mm");
  row.depth_m = stated(1.2, "1200 mm");
  row.feeds = {{ref("bus-a", 0), ref("bus-b", 1)}};
  row.cdu_groups = {ref("g1", 0)};
  site.rows = {row};
  Device device;
  device.kind = DeviceKind::busway;
  device.id = "bus-a";
  site.devices.push_back(device);
  device.id = "bus-b";
  site.devices.push_back(device);
  CduGroup group;
  group.id = "g1";
  group.type = ref("test-cdu", 0);
  Unit unit;
  unit.id = "cdu-1";
  unit.x_m = stated(0.5, "0.5 m");
  unit.y_m = stated(5, "5 m");
  group.units = {unit};
  site.cdu_groups = {group};
  Demand demand;
  demand.id = "su";
  demand.compute = ref("test-compute", 0);
  demand.network = ref("test-network", 1);
  site.demand = {demand};
}

void add_checks(verdict::Verdict& verdict, int file) {
  verdict.checks = {
      holds({Rule::layout_slot, "c1", "normal", Dimension::count, "site", "slot 1 is free", {file, 2, 3}}, true),
      at_least({Rule::layout_clearance, "c1 front", "normal", Dimension::length, "site", "3.0 m - 1.2 m", {}}, 1.8,
               1.2),
      at_most({Rule::power_busway,
               "bus-a",
               "bus-b lost",
               Dimension::power,
               "test:sheet",
               "2 x 100 kW + 20 kW = 220 kW; limit 200 kW",
               {file, 3, 9}},
              220e3, 200e3),
      at_most({Rule::liquid_cdu_flow, "g1", "one unit lost", Dimension::flow, "test:sheet", "2 x 100 L/min", {}},
              200.0 / 60'000, 300.0 / 60'000),
      undecided({Rule::air_inlet, "zone room", "normal", Dimension::temperature, "", "", {}}, "field not solved")};
}

}  // namespace

Example example() {
  Example out;
  const int file = out.files.add("sites/small.yaml", "rows:\n  r1: {x: 2 m}\n  bus-a: {rating: 200 kW}\n");
  out.site.name = "small";
  out.site.title = "A small hall";
  add_catalogue(out.site);
  add_hall(out.site, file);
  out.plan.racks = {{"c1", 0, 0, 0, 2, 3, 0, 0, 0, 1, 0, 0, 0},
                    {"c2", 0, 0, 1, 2.75, 3, 0, 0, 0, 1, 0, 0, 0},
                    {"n1", 1, 0, 2, 3.575, 3, 0, 0, 0, 1, -1, 0, 0}};
  out.plan.search.bound_racks = out.plan.search.certified_racks = 3;
  out.plan.search.bound_by = "power rows";
  out.plan.search.seed = 7;
  out.plan.search.moves = 1000;
  verdict::Verdict& verdict = out.verdict;
  verdict.status = Status::fail;
  verdict.domains = {{"layout", Status::pass, 2, 0, 0},
                     {"power", Status::fail, 0, 1, 0},
                     {"liquid", Status::pass, 1, 0, 0},
                     {"air", Status::undecided, 0, 0, 1}};
  add_checks(verdict, file);
  verdict.failures = {{"bus-b lost", Status::fail, "power.busway", "bus-a", 1.1, 0, {}}};
  verdict.resources = {
      {"busway", 2, Dimension::power, 400e3, 220e3, 180e3, "bus-a", 200e3, 220e3, -20e3, "bus-b lost", 1.1}};
  verdict.limited_by = {"busway bus-a 110.0 % (bus-b lost)", "CDU flow g1 66.7 % (1 unit lost)"};
  verdict.density = {2, 2, 0.6, {0, 1e5, 1.0 / 3, 2e5}};
  verdict.racks = 3;
  verdict.compute_racks = 2;
  verdict.gpus = 144;
  verdict.scalable_units = 1;
  verdict.it_w = 220e3;
  verdict.facility_w = 1.0 / 3 * 1e6;
  verdict::Assumption flips;
  flips.path = "basis.power_factor";
  flips.written = "98 %";
  flips.why = "a usual value";
  flips.flips_at = "91 %";
  flips.flips_what = "power.transformer";
  flips.below = true;
  flips.to = Status::fail;
  flips.away = "7.1 %";
  flips.closeness = 0.0714;
  verdict::Assumption stays;
  stays.path = "hall.floor.uneven";
  stays.written = "1.5";
  stays.why = "nobody knows";
  stays.trust = Trust::memory;
  stays.closeness = std::numeric_limits<double>::infinity();
  out.assumptions = {flips, stays};
  return out;
}

}  // namespace hallplan::test
