// Room of HL7.
