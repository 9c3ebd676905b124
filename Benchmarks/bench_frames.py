"""WADO-RS frames of 512 KB in Explicit VR Little Endian over one connection without content coding."""
import series
from loads import rate, store
from report import Report
from rounds import alternate, options
from subjects import SUBJECTS

ACCEPT = 'multipart/related; type="application/octet-stream"; transfer-syntax=1.2.840.10008.1.2.1'


def main() -> None:
    chosen = options(__doc__, ["yigong", "orthanc"], images=400)
    report = Report("WADO-RS frames, 512x512 16-bit", "frames/s")

    def measure(name: str) -> None:
        with SUBJECTS[name]() as archive:
            paths = [f"{path}/frames/1" for path in store(archive, series.ct(chosen.images))]
            report.add(f"{chosen.images} frames of one series", name, rate(archive, paths, ACCEPT, at_least=512 * 512 * 2))

    alternate(chosen.subjects, chosen.rounds, measure)
    report.note("The client sends prepared requests over one socket and receives into one buffer; it is the same for every subject.")
    print(report.markdown())


if __name__ == "__main__":
    main()
