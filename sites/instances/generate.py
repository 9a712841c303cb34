#!/usr/bin/env python3
"""Writes the small halls of this folder: base.yaml made scarce in one resource each, and halls with a planted optimum.

    python3 sites/instances/generate.py                     writes the committed files
    python3 sites/instances/generate.py --check             exit 1 where a committed file is not what would be written
    python3 sites/instances/generate.py --planted 1000 --seed 1 --to out/planted-1000.yaml

Python 3.7 or later, its own library alone. The same size and seed give the same bytes.
"""
import argparse
import pathlib
import random
import sys
import textwrap

FOLDER = pathlib.Path(__file__).resolve().parent

# What ends first, and the keys that make it so: name, title, racks that stand, texts that explain says, what the file
# says to its reader, and the keys that are laid over base.yaml. tests/explain/instances_test.cpp holds them.
VARIANTS = [
    ("busway", "Busways end first", 16, ["power.busway"],
     "Busways of 1000 A in place of 1250 A: a row's two pairs no longer carry a whole unit.", """
power:
  devices:
    bus-[a,b][1-3][1,2]: {busway_type: busway-1000a}
"""),
    ("tap-off", "Places for tap-off boxes end first", 16, ["power.tap-off-count"],
     "Four places on each busway: 24 on a side, and a unit takes eleven.", """
power:
  devices:
    bus-[a,b][1-3][1,2]: {tap_offs: {count: 4, rating: 250 A}}
"""),
    ("ups", "UPS end first, when one is lost", 16, ["all 2 of these (power.ups): ups-a"],
     "Two modules a side: each side has to carry all that hangs on both when the other is lost.", """
power:
  devices:
    ups-[a,b]: {modules: 2}
"""),
    ("transformer", "Transformers end first", 16, ["power.transformer"],
     "3800 kVA a side.", """
power:
  devices:
    tx-[a,b]: {rating_apparent: 3800 kVA}
"""),
    ("utility", "The utility connection ends first", 16, ["power.utility"],
     "4 MW from the utility.", """
power:
  devices:
    utility: {rating: 4 MW}
"""),
    ("generator", "Generators end first", 16, ["power.generator", "utility lost"],
     "4 MW of generators, which carry everything when the utility is lost.", """
power:
  devices:
    generator: {rating: 4 MW}
"""),
    ("cdu-heat", "Heat of the CDUs ends first, with one unit lost", 16, ["liquid.cdu-heat", "g1"],
     "38 degC of coolant over 35.5 degC of facility water: an approach of 2.5 K in place of 4 K halves the heat of four CDUs.", """
liquid:
  cdu_groups:
    g1:
      supply: 38 degC
      units: {cdu-5: ~}
"""),
    ("cdu-flow", "Flow of the coolant ends first, with one CDU lost", 16, ["liquid.cdu-flow", "g1"],
     "45 degC of coolant: a rack asks for 177 L/min, which four CDUs have for twenty when one is lost.", """
liquid:
  loops:
    fws: {supply: 38 degC, flow: 19200 L/min}
  cdu_groups:
    g1:
      supply: 45 degC
      units: {cdu-5: ~}
"""),
    ("facility-water", "Facility water ends first", 16, ["liquid.fws-return", "fws"],
     "2800 L/min of facility water: more heat than that of two units returns warmer than allowed.", """
liquid:
  loops:
    fws: {flow: 2800 L/min}
"""),
    ("rejection", "Heat rejection ends first, with one unit lost", 8, ["liquid.rejection", "fws"],
     "Two dry coolers of 2 MW, one spare. The boards feed what another two draw.", """
liquid:
  loops:
    fws:
      rejection: {units: 2}
power:
  devices:
    mech-[a,b]: {rating: 1500 kW}
"""),
    ("air", "Room air ends first, with one unit lost", 8, ["air.heat", "room"],
     "Two air units, one spare: 350 kW of air for the tenth of the heat that coolant does not take, and network racks.", """
air:
  zones:
    room:
      units: {"crah-[3-5]": ~}
"""),
    ("floor", "The floor ends first", 16, ["layout.floor-bay"],
     "560 kg/m2 over a bay of 3 m.", """
hall:
  floor: {bay_rating: 560 kg/m2}
"""),
    ("hung", "The ceiling grid carries too little", 24, ["layout.hung-load", "What plant fails by itself, without any rack"],
     "Coolant headers and trays of 120 kg a metre hang from a grid for 100 kg: no placement makes that good.", """
hall:
  overhead: ~
  stack:
    headers: {gap: 300 mm, height: 500 mm, mass: 80 kg/m}
    trays: {gap: 100 mm, height: 400 mm, mass: 40 kg/m}
  hung_rating: 100 kg/m
"""),
    ("ceiling", "The ceiling is too low", 0, ["layout.height"],
     "3.7 m: a rack of 2294 mm and the space over it do not fit.", """
hall:
  ceiling: 3.7 m
"""),
    ("management", "Slots for management racks end first", 16, ["layout.management"],
     "Rows of ten slots take three units, and a closet takes two management racks; the third unit's has no slot.", """
row_blocks:
  r: {slots: 10}
rows:
  closet:
    x: 3 m
    y: 10.2 m
    front: south
    slots: 2
    pitch: 600 mm
    depth: 1200 mm
    feeds: [[bus-a31, bus-b31], [bus-a32, bus-b32]]
    air_zone: room
"""),
    ("network", "Slots for network racks end first", 16, ["floor space"],
     "Six network racks in a unit: 15 slots with its management rack, and there are 33.", """
demand:
  su: {network_racks: 6}
"""),
    ("cable-reach", "Cable reach ends first", 16, ["layout.cable-reach"],
     "Copper of 5 m. Half the slots of a third unit stand in one row, half in another, farther than that.", """
row_blocks:
  r: {rows: 2}
  far:
    x: 20 m
    y: 3 m
    rows: 2
    slots: 6
    pitch: 750 mm
    depth: 1200 mm
    containment: none
    hot_aisle: 6 m
    feeds: [[bus-a31, bus-b31], [bus-a32, bus-b32]]
    cdu_groups: [g1]
    air_zone: room
hall: {width: 30 m}
network: {cable: acc-800g, drop: 0.2 m, slack: 0.3 m}
"""),
    ("density", "Power density ends first", 16, ["density.window"],
     "45 kW/m2 over a square of 3 m: three racks of 135 kW, not four.", """
density:
  square: {limit: 45 kW/m2}
"""),
]

# Halls with a planted optimum. A unit of eight XE9712 and two network racks draws 1140 kW, half of it 570 kW. Rows stand in
# pairs back to back. Whole units are planted in rows, and split ones with a half in each row of a pair, whose rows hang on
# different clusters of UPS. Each cluster is rated for exactly what is planted on it, with its other side lost, so that all
# clusters together carry the planted units and not a rack more: no placement has more. Rows have slots and busways to spare,
# and which cluster has half a unit too much only the planted plan says.
HALF_KW = 4 * 135 + 30


def planted_rows(slots, seed):
    """Per pair of rows: whole units in each, split units, and slots to spare in each."""
    rng = random.Random(f"{slots}/{seed}")
    pairs, left = [], slots
    while left >= 15:
        whole = [rng.choice([0, 1, 1, 2]) for _ in range(2)]
        split = rng.choice([0, 1, 1]) if sum(whole) else 1
        size = [10 * whole[side] + 5 * split + rng.randrange(1, 5) for side in range(2)]
        if sum(size) <= left:
            pairs.append((whole, split, size))
            left -= sum(size)
        elif left < 40:
            break
    if not pairs:
        pairs, left = [([1, 0], 0, [12, 3])], slots - 15
    for index in range(left):  # what is left over lengthens rows that cannot use it
        pairs[index // 2 % len(pairs)][2][index % 2] += 1
    return pairs


def planted_text(slots, seed):
    pairs = planted_rows(slots, seed)
    clusters = max(2, len(pairs) // 2)
    halves = [0] * clusters
    rows, buses, units = [], [], 0
    y = 2.4
    for index, (whole, split, size) in enumerate(pairs):
        units += sum(whole) + split
        for side in range(2):
            name = f"{index + 1}{'ab'[side]}"
            cluster = (index + side) % clusters
            halves[cluster] += 2 * whole[side] + split
            count = max(1, (size[side] + 4) // 5)
            feeds = ", ".join(f"[a-{name}-{k}, b-{name}-{k}]" for k in range(1, count + 1))
            rows.append(f"  r{name}: {{x: 3 m, y: {y:.1f} m, front: {'south' if side == 0 else 'north'}, slots: {size[side]}, "
                        f"pitch: 750 mm, depth: 1200 mm, feeds: [{feeds}], cdu_groups: [g{index + 1}], air_zone: room}}")
            buses.append(f'    "[a,b]-{name}-[1-{count}]": {{kind: busway, side: "{{1}}", from: ["ups-{{1}}-{cluster + 1}"], '
                         f"rating: {HALF_KW + 135} kW, full_rated: true}}")
            y += 3.2 if side == 0 else 3.6
    racks = 8 * units
    cdus = [sum(whole) + split + 1 for whole, split, _ in pairs]
    plant_kw = 14 * sum(cdus) + 50 * (units + 2) + 120 * (units + 2) + 25 * (units + 2)
    width = 6 + 0.75 * max(max(size) for _, _, size in pairs)
    lines = [
        "# yaml-language-server: $schema=../site.schema.json",
        f"# run: hallplan explain sites/instances/planted-{slots}.yaml --moves 400",
        "# expect: exit 0",
        f"# expect: {racks} racks stand; at most {racks} racks possible: no plan has more",
        "#",
        f"# A planted optimum: {units} units, {racks} racks, stand, and the UPS carry no rack more. How it is made stands in",
        f"# generate.py, which wrote it: --planted {slots} --seed {seed}.",
        "schema: 1",
        f"name: planted-{slots}",
        f"title: {sum(sum(size) for _, _, size in pairs)} slots with a planted optimum of {racks} racks",
        "assumed: design of a hall made up so that its best plan is known",
        "basis: {sustained: tdp, electrical_code: nec, elevation: 100 m, outdoor: 33 degC, room_air: 25 degC, "
        "busway_ambient: 30 degC, power_factor: 98 %, dew_point: 12 degC, dew_point_margin: 2 K}",
        "hall:",
        f"  width: {width:.2f} m",
        f"  depth: {y:.1f} m",
        "  ceiling: 4.2 m",
        "  plenum: 1 m",
        "  tile: 600 mm",
        "  overhead: 1.5 m",
        "  floor: {bay: 3 m, bay_rating: 1500 kg/m2, footprint_rating: 2000 kg/m2, point_rating: 650 kg, uneven: 1.5}",
        "rows:",
        *rows,
        "power:",
        "  devices:",
        f"    utility: {{kind: utility, rating: {2 * (1300 * units + plant_kw)} kW}}",
        f"    generator: {{kind: generator, rating: {2 * (1300 * units + plant_kw)} kW}}",
        f"    mech-[a,b]: {{kind: switchboard, from: [utility, generator], sharing: first, rating: {2 * plant_kw} kW, full_rated: true}}",
    ]
    lines += [f"    ups-[a,b]-{k + 1}: {{kind: ups, from: [utility, generator], sharing: first, rating: {max(HALF_KW * half, 20)} kW, efficiency: 96 %}}"
              for k, half in enumerate(halves)]
    lines += buses
    lines += [
        "liquid:",
        "  loops:",
        f"    fws: {{coolant: water, supply: 35.5 degC, flow: {1300 * sum(cdus)} L/min, return_limit: 48 degC, rejection: "
        f"{{type: dry-cooler-2mw, units: {units + 2}, spare: 1, feeds: [mech-a, mech-b], pump_power: {{value: 0 W, assumed: in the heat rejection's own power}}}}}}",
        f"    chw: {{coolant: water, supply: 17.5 degC, flow: {800 * (units + 2)} L/min, return_limit: 25 degC, rejection: "
        f"{{type: chiller-500kw, units: {units + 2}, spare: 1, feeds: [mech-a, mech-b], pump_power: {{value: 0 W, assumed: in the heat rejection's own power}}}}}}",
        "  cdu_groups:",
    ]
    lines += [f"    g{k + 1}: {{type: vertiv-xdu1350, loop: fws, coolant: pg25, supply: 40 degC, spare: 1, "
              f"units: {{\"cdu-{k + 1}-[1-{count}]\": {{}}}}, feeds: [mech-a, mech-b]}}" for k, count in enumerate(cdus)]
    lines += [
        "air:",
        "  zones:",
        f"    room: {{type: vertiv-fa096hc, loop: chw, supply: 24 degC, leakage: 5 %, containment: hot, spare: 1, "
        f"units: {{\"crah-[1-{units + 2}]\": {{}}}}, feeds: [mech-a, mech-b]}}",
        "network: {cable: 800g-sr4-om4, drop: 2 m, slack: 3 m}",
        "demand:",
        "  su: {compute: dell-xe9712-gb300-nvl72, compute_racks: 8, network: network-rack-30kw, network_racks: 2}",
    ]
    return "\n".join(lines) + "\n"


# Slots of the committed ones. Larger ones are written where they are needed.
PLANTED = [20, 40, 200]
SEED = 1

PHASED = ("phases", "The grid comes by date", 24, ["24 racks stand in p2"],
          "The third row's feeds hang on a second connection that is energised half a year later.", """
phases:
  p1: {date: 2027-03-01}
  p2: {date: 2027-09-01}
power:
  devices:
    utility-2: {kind: utility, rating: 2 MW, energised: p2}
    tx-2[a,b]: {kind: transformer, from: [utility-2, generator], sharing: first, rating_apparent: 2000 kVA, efficiency: 99 %, energised: p2}
    ups-2[a,b]: {kind: ups, from: ["tx-2{}"], ups_type: ups-1250kw, modules: 1, energised: p2}
    bus-[a,b]3[1,2]: {from: ["ups-2{1}"]}
demand:
  su:
    deliveries: {p1: {units: 3}}
""")
NOTHING = ("nothing-fits", "Nothing fits", 0, ["power.utility"],
           "1.1 MW from the utility: the plant takes all but 80 kW, and a rack takes 141 kW.", """
power:
  devices:
    utility: {rating: 1100 kW}
""")


def variant_text(name, title, racks, says, words, keys):
    lines = [
        "# yaml-language-server: $schema=../site.schema.json",
        f"# run: hallplan explain sites/instances/{name}.yaml --moves 20",
        "# expect: exit 0",
        f"# expect: {racks} racks stand",
    ]
    lines += [f"# expect: {text}" for text in says]
    lines += ["#"] + textwrap.wrap(words, 118, initial_indent="# ", subsequent_indent="# ")
    lines += ["# Written by generate.py.", "schema: 1", "extends: base.yaml", f"name: {name}", f"title: {title}"]
    return "\n".join(lines) + "\n" + keys.strip("\n") + "\n"


def files():
    """Name and text of every file that is committed."""
    out = {}
    for variant in VARIANTS + [PHASED, NOTHING]:
        out[variant[0] + ".yaml"] = variant_text(*variant)
    for slots in PLANTED:
        out[f"planted-{slots}.yaml"] = planted_text(slots, SEED)
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a committed file differs")
    parser.add_argument("--planted", type=int, metavar="SLOTS", help="one hall with a planted optimum, 20 to 10000 slots")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--to", type=pathlib.Path, metavar="FILE", help="where to (default: standard output)")
    arguments = parser.parse_args()
    if arguments.planted is not None:
        if not 20 <= arguments.planted <= 10000:
            parser.error("--planted: 20 to 10000 slots")
        text = planted_text(arguments.planted, arguments.seed)
        if arguments.to:
            arguments.to.write_text(text, encoding="utf-8", newline="\n")
        else:
            sys.stdout.write(text)
        return 0
    stale = []
    for name, text in files().items():
        path = FOLDER / name
        if arguments.check:
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.write_text(text, encoding="utf-8", newline="\n")
    for name in stale:
        print(f"sites/instances/{name} is not what generate.py writes", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
