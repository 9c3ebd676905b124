// Room of Referral.
