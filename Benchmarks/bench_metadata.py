"""Metadata of a series of 400 instances, the request that opening a study waits for."""
import statistics

import series
from fast_http import Connection
from loads import latencies, store
from report import Report
from rounds import alternate, options
from subjects import SUBJECTS


def main() -> None:
    chosen = options(__doc__, ["yigong", "orthanc"], images=400, times=30)
    report = Report("Metadata of a series", "ms", more_is_better=False)

    def measure(name: str) -> None:
        with SUBJECTS[name]() as archive:
            path = store(archive, series.ct(chosen.images))[0].split("/instances")[0] + "/metadata"
            connection = Connection(archive.dicomweb, archive.credentials)
            request = connection.request(path, "application/dicom+json")
            length = connection.send(request)
            taken = latencies(connection.send, [request], chosen.times)
            connection.close()
            report.add(f"{chosen.images} instances, median of {chosen.times}", name, statistics.median(taken))
            if not any(name in note for note in report.notes):
                report.note(f"{name} answers {length / 1e6:.2f} MB without content coding.")

    alternate(chosen.subjects, chosen.rounds, measure)
    print(report.markdown())


if __name__ == "__main__":
    main()
