// EPANET (epanet-js, its own code as WebAssembly) on .inp files. Each is opened once; then its hydraulics at time 0 are solved again and again
// from EPANET's own first flows, its matrix's pattern kept.
//   node epanet.cjs PATH-OF-EPANET-JS ROUNDS FILE...     prints: file best_ms median_ms iterations
const fs = require("fs");
const { Project, Workspace } = require(process.argv[2]);
const rounds = Number(process.argv[3]);
const fromFirstFlows = 10, iterations = 0; // EN_INITFLOW, EN_ITERATIONS

(async () => {
  const workspace = new Workspace();
  if (workspace.loadModule) await workspace.loadModule();
  for (const file of process.argv.slice(4)) {
    const model = new Project(workspace);
    workspace.writeFile("net.inp", fs.readFileSync(file, "utf8"));
    model.open("net.inp", "net.rpt", "net.out");
    model.openH();
    const times = [];
    for (let i = 0; i < rounds; ++i) {
      const start = performance.now();
      model.initH(fromFirstFlows);
      model.runH();
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    console.log(file, times[0].toFixed(3), times[Math.floor(rounds / 2)].toFixed(3), model.getStatistic(iterations));
    model.closeH();
    model.close();
  }
})();
