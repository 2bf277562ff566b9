"""What fits into an SMS: the alphabet of GSM 03.38, look-alikes, charsets and parts."""
