"""Compiles a synthetic catalogue of entities with 27 fields each against the kernel, optimised, and starts it.

With --edit the catalogue is left alone: one declaration of the referral system is touched and the product built again.
"""
import argparse
import pathlib
import shutil
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIELDS_PER_ENTITY = 27
ENTITIES_PER_SYSTEM = 70
KINDS = (
    'Field.text("字段{n}", max: 60)', 'Field.text("字段{n}").optional.searchable', 'Field.integer("字段{n}", in: 0...999)', 'Field.date("字段{n}").optional',
    'Field.decimal("字段{n}", digits: 2).optional', 'Field.money("字段{n}").optional', 'Field.flag("字段{n}")', 'Field.time("字段{n}").optional',
    'Field.longText("字段{n}").optional',
)
PACKAGE = """// swift-tools-version: 6.1
import PackageDescription
let package = Package(name: "synthetic", targets: [
    .target(name: "Kernel"),
{targets}
    .executableTarget(name: "synthetic", dependencies: [{names}, "Kernel"]),
], swiftLanguageModes: [.v6])
"""


def entity(number):
    fields = "\n".join(f"    let field{n} = {KINDS[n % len(KINDS)].format(n=n)}" for n in range(FIELDS_PER_ENTITY))
    return f"""struct Entity{number}: Entity {{
    static let label: StaticString = "实体{number}"
{fields}
    static let policies: [Policy<Entity{number}>] = [.see([.anyone]), .create([.anyone]), .change([.anyone], within: .own)]
}}
"""


def write(folder, count):
    sources = folder / "Sources"
    shutil.copytree(ROOT / "Sources/Platform/Kernel", sources / "Kernel")
    names = []
    for system, first in enumerate(range(0, count, ENTITIES_PER_SYSTEM)):
        numbers = range(first, min(first + ENTITIES_PER_SYSTEM, count))
        name = f"System{system}"
        names.append(name)
        (sources / name).mkdir()
        for half, part in enumerate((numbers[: len(numbers) // 2], numbers[len(numbers) // 2:])):
            (sources / name / f"Entities{half}.swift").write_text("import Kernel\n\n" + "\n".join(map(entity, part)))
        (sources / name / "System.swift").write_text(
            f'import Kernel\n\nextension System {{\n    public static let system{system} = System("s{system}", Phrase("系统{system}", "System {system}"), entities: [\n'
            + ",\n".join(f"        Entity{number}.self" for number in numbers) + "\n    ])\n}\n")
    (sources / "synthetic").mkdir()
    listed = ", ".join(f".system{system}" for system in range(len(names)))
    (sources / "synthetic/main.swift").write_text(
        "import Kernel\n" + "".join(f"import {name}\n" for name in names)
        + f"let clock = ContinuousClock()\nlet start = clock.now\nlet catalogue = Catalogue([{listed}])\nlet faults = catalogue.faults()\n"
        + 'print("\\(catalogue.shapes.count) entities, \\(faults.count) faults, ready in \\(clock.now - start)")\n')
    targets = "\n".join(f'    .target(name: "{name}", dependencies: ["Kernel"]),' for name in names)
    (folder / "Package.swift").write_text(PACKAGE.format(targets=targets, names=", ".join(f'"{name}"' for name in names)))


def timed(*command):
    start = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entities", type=int, default=2000)
    parser.add_argument("--edit", action="store_true")
    parser.add_argument("--swift", default="swift", help="the command that runs SwiftPM")
    options = parser.parse_args()
    if options.edit:
        build = (options.swift, "build", "-c", "release", "--product", "yigong", "--package-path", str(ROOT))
        timed(*build)
        source = ROOT / "Sources/Systems/Referral/Referral+Views.swift"
        original = source.read_text()
        try:
            source.write_text(original.replace("按月统计", "每月统计"))
            seconds = timed(*build)
        finally:
            source.write_text(original)
        print(f"## kernel: one label of one system changed\n\nproduct built again in {seconds:.0f} s")
        return
    with tempfile.TemporaryDirectory() as folder:
        write(pathlib.Path(folder), options.entities)
        seconds = timed(options.swift, "build", "-c", "release", "--package-path", folder)
        ready = subprocess.run([f"{folder}/.build/release/synthetic"], check=True, capture_output=True, text=True).stdout.strip()
        print(f"## kernel: {options.entities} entities of {FIELDS_PER_ENTITY} fields\n\noptimised build {seconds:.0f} s; {ready}")


main()
