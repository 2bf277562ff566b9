from hypothesis import HealthCheck, settings

# Nothing asserts on wall-clock time, and neither a slow machine nor an unlucky run of the generator is a failure.
settings.register_profile(
    "smsmail", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
settings.load_profile("smsmail")
