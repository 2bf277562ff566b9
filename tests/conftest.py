from hypothesis import HealthCheck, settings

# Nothing asserts on wall-clock time, and a slow machine is no failure.
settings.register_profile("smsmail", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("smsmail")
