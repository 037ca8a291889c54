"""Energy for a bit, second by second, and the units that people confuse."""

import pytest

from qedu import policy


def test_a_day_second_by_second():
    """A station that makes key for six hours, 2000 bits a second at 1800 W, and draws 150 W for the rest of the day."""
    energy = sum(1800 if second < 6 * 3600 else 150 for second in range(86400))
    bits = sum(2000 for second in range(86400) if second < 6 * 3600)
    assert policy.energy_per_key_bit(1800, 2000, duty=0.25, standby=150) == pytest.approx(energy / bits, rel=1e-12)


@pytest.mark.parametrize("power, watts", [(1500, 1500), ("1500 W", 1500), ("1.5 kW", 1500), ("1.5kW", 1500), ("1e-3 MW", 1000), ("200 mW", 0.2)])
def test_units_of_power(power, watts):
    assert policy.energy_per_key_bit(power, 1) == pytest.approx(watts, rel=1e-12)
    assert policy.energy_per_key_bit(0, 1, duty=0.5, standby=power) == pytest.approx(watts, rel=1e-12)


@pytest.mark.parametrize("rate, bits", [(500, 500), ("500 bit/s", 500), ("0.5 kbit/s", 500), ("2 Mbit/s", 2e6), ("1 Gbit/s", 1e9),
                                        ("7200 bit/h", 2), ("86400 bit/day", 1)])
def test_units_of_rate(rate, bits):
    assert policy.energy_per_key_bit(10, rate) == pytest.approx(10 / bits, rel=1e-12, abs=0)


@pytest.mark.parametrize("call, message", [
    (lambda: policy.energy_per_key_bit("3 kWh", 1), r"power = '3 kWh' .*kWh is the unit of an energy"),
    (lambda: policy.energy_per_key_bit("3 kw", 1), "power = '3 kw' .*units: mW, W, kW, MW"),
    (lambda: policy.energy_per_key_bit("kW", 1), "power = 'kW' is not allowed"),
    (lambda: policy.energy_per_key_bit("-3 kW", 1), "power = '-3 kW' is not allowed"),
    (lambda: policy.energy_per_key_bit("1e300 kW", 1), "power = '1e300 kW' is not allowed"),
    (lambda: policy.energy_per_key_bit(10, "1 GHz"), "key_rate = '1 GHz' .*GHz is the unit of a rate of pulses, not of secret bits"),
    (lambda: policy.energy_per_key_bit(10, "500 bit"), ".*bit is the unit of a number of bits"),
    (lambda: policy.energy_per_key_bit(10, 0), "key_rate = 0 .*without key there is no energy for a bit"),
    (lambda: policy.energy_per_key_bit(10, 5, duty=0), "duty = 0 "), (lambda: policy.energy_per_key_bit(10, 5, duty=25), "duty = 25 .*25 % is 0.25"),
    (lambda: policy.energy_per_key_bit(True, 5), "power = True"), (lambda: policy.energy_per_key_bit(10, 5, standby="5 J"), "standby = '5 J' .*an energy")])
def test_mistaken_units_are_called_by_name(call, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        call()
