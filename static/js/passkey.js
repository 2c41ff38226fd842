/** Passkeys: asks the browser for one and sends its answer with the form it belongs to. */
const NONE = "No passkey was used. Try again, or sign in another way.";

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (each) => each.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function opened(options) {
  const told = { ...options, challenge: bytes(options.challenge) };
  if (told.user) told.user = { ...told.user, id: bytes(told.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (told[list]) told[list] = told[list].map((each) => ({ ...each, id: bytes(each.id) }));
  }
  return told;
}

function answered(credential) {
  const { response } = credential;
  const told = { clientDataJSON: text(response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[part]) told[part] = text(response[part]);
  }
  if (response.getTransports) told.transports = response.getTransports();
  return JSON.stringify({
    type: credential.type,
    id: credential.id,
    rawId: text(credential.rawId),
    response: told,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const answer = await fetch(form.action, {
    headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
  });
  return answer.json();
}

async function ask(form) {
  const told = await optionsOf(form);
  if (form.dataset.passkey !== "add") {
    return navigator.credentials.get({ publicKey: opened(told.request_options.publicKey) });
  }
  const options = opened(told.creation_options.publicKey);
  const alone = form.elements.passwordless?.checked ?? false;
  options.authenticatorSelection = {
    ...options.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    ...(alone ? { userVerification: "required" } : {}),
  };
  return navigator.credentials.create({ publicKey: options });
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  const button = form.querySelector("[data-passkey-button]");
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  button.disabled = false;
  button.addEventListener("click", async () => {
    const note = form.querySelector("[data-passkey-note]");
    note.textContent = "";
    try {
      form.elements.credential.value = answered(await ask(form));
      form.submit();
    } catch {
      note.textContent = NONE;
    }
  });
}
