"""ECGs that are made here and sent in: our own JSON, twelve leads of a plain rhythm."""
import json
import math
import urllib.request

LIMB = {"I": 0.7, "II": 1.0, "V1": -0.4, "V2": 0.5, "V3": 0.8, "V4": 1.2, "V5": 1.1, "V6": 0.9}
RATE = 500


def bump(time, centre, width, height):
    return height * math.exp(-(((time - centre) / width) ** 2))


def beat(time):
    """Millivolts of lead II within a beat: P at 0.1 s, QRS at 0.26 s, T at 0.5 s."""
    return (bump(time, 0.10, 0.022, 0.15) + bump(time, 0.245, 0.008, -0.1) + bump(time, 0.26, 0.010, 1.2)
            + bump(time, 0.278, 0.009, -0.25) + bump(time, 0.50, 0.050, 0.3))


def recording(name, patient, time, rr=0.8, seconds=10):
    count = int(seconds * RATE)
    wave = [beat((index / RATE) % rr) for index in range(count)]
    leads = [{"name": lead, "scale": 1.0, "zero": 0, "samples": [round(1000 * factor * value) for value in wave]}
             for lead, factor in LIMB.items()]
    return {"format": "yigong-ecg", "version": 1, "sampleRate": RATE, "leads": leads,
            "facts": {"patientID": patient, "patientName": name, "sex": "M", "ageYears": 60, "recordedAt": time,
                      "measurements": {}, "statements": [], "other": {}}}


class Sender:
    """Someone signed in, who sends recordings."""

    def __init__(self, site):
        self.site = site
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        self.ask("POST", "/api/session", {"name": site.name, "password": site.password})

    def ask(self, method, path, body=None):
        data = json.dumps(body).encode() if body is not None else None
        headers = {"X-Requested-With": "yigong", "Content-Type": "application/json"}
        with self.opener.open(urllib.request.Request(self.site.url + path, data, headers, method=method)) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def send(self, content, name="ecg.json"):
        return self.ask("POST", f"/api/ecg/recordings?name={name}", content)["id"]
