"""Two houses of a county and the people who refer patients between them, made through the API."""
import base64
import json
import secrets
import urllib.error
import urllib.request

PASSWORD = secrets.token_urlsafe(18)


class County:
    """A hospital, a township clinic and their people; every name carries `mark`, so that counties do not meet."""

    def __init__(self, site):
        self.site = site
        self.mark = secrets.token_hex(3)
        self.admin = (site.name, site.password)
        self.hospital = self.make("organization", name=f"清河县人民医院 {self.mark}", code=f"H{self.mark}", level="hospital", phone="0571-88880000")
        self.clinic = self.make("organization", name=f"青山镇卫生院 {self.mark}", code=f"T{self.mark}", level="township", parent=self.hospital)
        self.doctor = self.person("wang", "王医生", "doctor", self.clinic)
        self.colleague = self.person("li", "李医生", "doctor", self.clinic)
        self.approver = self.person("sun", "孙主任", "approver", self.clinic)
        self.specialist = self.person("zhou", "周专家", "specialist", self.hospital)
        self.manager = self.person("wu", "吴院长", "manager", self.hospital)

    def call(self, who, method, path, body=None, key=None):
        """The status and the answer, refusals included."""
        request = urllib.request.Request(self.site.url + path, method=method, data=None if body is None else json.dumps(body).encode())
        request.add_header("Authorization", "Basic " + base64.b64encode(":".join(who).encode()).decode())
        request.add_header("Content-Type", "application/json")
        if key:
            request.add_header("Idempotency-Key", key)
        try:
            with urllib.request.urlopen(request) as answer:
                status, content = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            status, content = error.code, error.read()
        try:
            return status, json.loads(content) if content else None
        except ValueError:
            return status, content

    def make(self, entity, who=None, **values):
        status, row = self.call(who or self.admin, "POST", f"/api/records/{entity}", {"values": values})
        assert status == 201, (entity, status, row)
        return row["id"]

    def person(self, name, shown, duty, house):
        account = f"{name}-{self.mark}"
        status, answer = self.call(self.admin, "POST", "/api/accounts", {
            "name": account, "displayName": shown, "password": PASSWORD, "roles": ["staff"]})
        assert status == 201, answer
        staff = self.make("staff", name=shown, account=account)
        self.make("post", staff=staff, duty=duty, organization=house)
        return (account, PASSWORD)

    def patient(self, name="张桂芳", **values):
        return self.make("patient", who=self.doctor, **{"name": name, "sex": "female", "birth": "1949-12-31", "phone": "13812345678", **values})

    def referral(self, patient, **values):
        return self.make("referral", who=self.doctor, **{
            "patient": patient, "to": self.hospital, "urgency": "urgent", "diagnosis": "不稳定型心绞痛", "reason": "需冠脉造影",
            "history": "反复胸痛三天。", "isConsented": True, **values})

    def move(self, who, referral, name, values=None, reason=None):
        status, row = self.call(who, "GET", f"/api/records/referral/{referral}")
        version = row["version"] if status == 200 else 1
        return self.call(who, "POST", f"/api/records/referral/{referral}/moves/{name}", {
            "version": version, "values": values or {}, "reason": reason})
