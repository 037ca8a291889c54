def right__share(power_kw, standby_w, cooling_w, rate_kbit, hours):
    duty = hours / 24
    watts = power_kw * 1e3 * duty + standby_w * (1 - duty) + cooling_w
    return watts / (rate_kbit * 1e3 * duty)


def right__by_hour_of_key(power_kw, standby_w, cooling_w, rate_kbit, hours):
    waiting = (24 - hours) / hours
    kilowatts = power_kw + waiting * standby_w / 1000 + (1 + waiting) * cooling_w / 1000
    return kilowatts / rate_kbit


def kilowatt_hours__kwh(power_kw, standby_w, cooling_w, rate_kbit, hours):
    kwh = power_kw * hours + (standby_w * (24 - hours) + cooling_w * 24) / 1000
    return kwh / (rate_kbit * 1000 * hours * 3600)


def sum_of_powers__all(power_kw, standby_w, cooling_w, rate_kbit, hours):
    return (power_kw * 1000 + standby_w + cooling_w) / (rate_kbit * 1000)


def sum_of_powers__on(power_kw, standby_w, cooling_w, rate_kbit, hours):
    return (power_kw + cooling_w / 1000) / rate_kbit


EDITS = {
    "kilowatts": [("1000 * power_kw", "power_kw"), ("power_kw * 1e3", "power_kw")],
    "kilobits": [("1000 * rate_kbit", "rate_kbit"), ("(rate_kbit * 1e3", "(rate_kbit"),
                 ("kilowatts / rate_kbit", "kilowatts / rate_kbit * 1000")],
    "kilowatt_hours": [("joules = 3600 * (", "joules = ("),
                       ("return watts", "return watts / 3600"), ("return kilowatts", "return kilowatts / 3600")],
    "standby_forgotten": [(" + standby_w * (24 - hours)", ""), (" + standby_w * (1 - duty)", ""), (" + waiting * standby_w / 1000", "")],
    "standby_all_day": [("standby_w * (24 - hours)", "standby_w * 24"), ("standby_w * (1 - duty)", "standby_w"),
                        ("waiting * standby_w", "(1 + waiting) * standby_w")],
    "cooling_forgotten": [(" + cooling_w * 24", ""), (" + cooling_w\n", "\n"), (" + (1 + waiting) * cooling_w / 1000", "")],
    "cooling_in_part": [("cooling_w * 24", "cooling_w * hours"), ("+ cooling_w\n", "+ cooling_w * duty\n"),
                        ("(1 + waiting) * cooling_w", "waiting * cooling_w"), ("(1 + waiting) * cooling_w", "cooling_w")],
    "full_power_all_day": [("1000 * power_kw * hours", "1000 * power_kw * 24"), ("power_kw * 1e3 * duty", "power_kw * 1e3")],
    "key_all_day": [("3600 * hours", "3600 * 24"), ("rate_kbit * 1e3 * duty", "rate_kbit * 1e3")],
    "hours_exchanged": [("power_kw * hours", "power_kw * (24 - hours)", "standby_w * (24 - hours)", "standby_w * hours"),
                        ("1e3 * duty + standby_w * (1 - duty)", "1e3 * (1 - duty) + standby_w * duty")],
    "bits_for_a_joule": [("joules / bits", "bits / joules"), ("kilowatts / rate_kbit", "rate_kbit / kilowatts")],
}
