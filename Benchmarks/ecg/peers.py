"""What the peers find in a lead, as lists of samples: {"P": (onsets, peaks, ends), "QRS": …, "T": …}."""
import warnings

import numpy

warnings.filterwarnings("ignore")


def points(values):
    return sorted(int(value) for value in values if value is not None and numpy.isfinite(value))


class NeuroKit:
    def __init__(self, method):
        import neurokit2

        self.kit, self.method = neurokit2, method
        self.name = f"NeuroKit2 {neurokit2.__version__} {method}"

    def waves(self, leads, rate):
        return [self.lead(lead, rate) for lead in leads]

    def lead(self, samples, rate):
        try:
            clean = self.kit.ecg_clean(samples, sampling_rate=rate)
            peaks = self.kit.ecg_peaks(clean, sampling_rate=rate)[1]["ECG_R_Peaks"]
            found = self.kit.ecg_delineate(clean, peaks, sampling_rate=rate, method=self.method)[1]
        except Exception:  # A peer that gives up on a lead has found nothing in it.
            return {wave: ([], [], []) for wave in ("P", "QRS", "T")}
        of = lambda name: points(found.get(f"ECG_{name}", []))  # noqa: E731
        return {
            "P": (of("P_Onsets"), of("P_Peaks"), of("P_Offsets")), "QRS": (of("R_Onsets"), points(peaks), of("R_Offsets")),
            "T": (of("T_Onsets"), of("T_Peaks"), of("T_Offsets"))}


class ECGdeli:
    """All leads jointly."""

    def __init__(self):
        from importlib.metadata import version

        self.name = f"ecgdeli {version('ecgdeli')}"

    def waves(self, leads, rate):
        import ecgdeli

        try:
            found = ecgdeli.annotate(ecgdeli.filter_ecg(leads.T.astype(float), rate), rate).leads
        except Exception:
            return [{wave: ([], [], []) for wave in ("P", "QRS", "T")} for _ in leads]
        # What was not detected is the largest integer.
        of = lambda column: points(value for value in numpy.ravel(column) if 0 <= value < leads.shape[1])  # noqa: E731
        return [
            {"P": (of(lead.p_on), of(lead.p_peak), of(lead.p_off)), "QRS": (of(lead.qrs_on), of(lead.r_peak), of(lead.qrs_off)),
             "T": (of(lead.t_on), of(lead.t_peak), of(lead.t_off))}
            for lead in found]
