/**
 * Fills in the time zone that the browser knows, and the country it lies in; both stay editable.
 * Only where the zone tells no country does the browser's language: many speak the language of a
 * country that they do not live in, and its emergency number would be a wrong one.
 */
const zone = document.querySelector('select[name="timezone"]');
const country = document.querySelector('select[name="country"]');
const has = (select, value) => [...select.options].some((option) => option.value === value);
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
let chosen = Boolean(country?.value);

function fillCountry() {
  if (!country || chosen) return;
  const lives = zone?.selectedOptions[0]?.dataset.country;
  const speaks = new Intl.Locale(navigator.language).region;
  const guess = lives ?? speaks ?? "";
  country.value = has(country, guess) ? guess : "";
}

if (zone && !zone.value && here && has(zone, here)) zone.value = here;
country?.addEventListener("change", () => { chosen = true; });
zone?.addEventListener("change", fillCountry);
fillCountry();
