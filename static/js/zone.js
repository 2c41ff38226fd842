/** Fills in the time zone and country that the browser knows; both stay editable. */
const zone = document.querySelector('select[name="timezone"]');
const country = document.querySelector('select[name="country"]');
const has = (select, value) => [...select.options].some((option) => option.value === value);
const guess = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && zone.value === "UTC" && guess && has(zone, guess)) zone.value = guess;
const region = new Intl.Locale(navigator.language).region;
if (country && !country.value && region && has(country, region)) country.value = region;
