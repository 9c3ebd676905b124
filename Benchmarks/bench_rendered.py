"""Rendered JPEG of 512x512 over one connection: decode, window, encode."""
import series
from loads import rate, store
from report import Report
from rounds import alternate, options
from subjects import SUBJECTS


def main() -> None:
    chosen = options(__doc__, ["yigong", "orthanc"], images=400)
    report = Report("Rendered JPEG, 512x512", "pictures/s")

    def measure(name: str) -> None:
        with SUBJECTS[name]() as archive:
            paths = [f"{path}/rendered?window=40,80,linear" for path in store(archive, series.ct(chosen.images))]
            report.add(f"{chosen.images} pictures of one series, each asked for once", name, rate(archive, paths, "image/jpeg", at_least=4096))

    alternate(chosen.subjects, chosen.rounds, measure)
    report.note("Window 40, 80, linear (PS3.18 8.3.5.1.4) for every subject; each picture is asked for once in the timed part, "
                "a tenth of them once before it.")
    print(report.markdown())


if __name__ == "__main__":
    main()
