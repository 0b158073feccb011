// Asks the device for a passkey before the form around it is sent. The options stand in the page as a data block;
// where there is none, they are fetched from where the form posts to.
const CANCELLED = ["NotAllowedError", "AbortError"];

class PasskeyForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.trouble = this.querySelector('[data-part="trouble"]');
    this.form.addEventListener("submit", this.onSubmit);
  }

  onSubmit = async (event) => {
    event.preventDefault();
    if (this.asking) return;
    this.asking = true;
    this.trouble.hidden = true;
    try {
      if (!window.PublicKeyCredential) return this.say("unsupported");
      const credential = this.dataset.mode === "create" ? await this.create() : await this.get();
      this.form.elements.credential.value = JSON.stringify(credential);
      this.form.submit();
    } catch (error) {
      if (error.name === "InvalidStateError") this.say("known");
      else if (CANCELLED.includes(error.name)) this.say("cancelled");
      else this.say("failed");
    } finally {
      this.asking = false;
    }
  };

  async create() {
    const options = (await this.options()).publicKey;
    const alone = this.form.elements.passwordless;
    if (alone) {
      const kind = (options.authenticatorSelection ??= {});
      kind.residentKey = alone.checked ? "required" : "discouraged";
      kind.requireResidentKey = alone.checked;
      if (alone.checked) kind.userVerification = "required";
    }
    return plainOf(await navigator.credentials.create({ publicKey: creationOptions(options) }));
  }

  async get() {
    const options = (await this.options()).publicKey;
    return plainOf(await navigator.credentials.get({ publicKey: requestOptions(options) }));
  }

  async options() {
    const block = this.querySelector('[data-part="options"]');
    if (block) return JSON.parse(block.textContent);
    const answer = await fetch(this.form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("The passkey options did not come.");
    return (await answer.json()).request_options;
  }

  say(what) {
    this.trouble.textContent = this.dataset[what];
    this.trouble.hidden = false;
  }
}

// Browsers before 2025 read and write no JSON here; for them the few binary fields are turned by hand.
function creationOptions(options) {
  if (PublicKeyCredential.parseCreationOptionsFromJSON) {
    return PublicKeyCredential.parseCreationOptionsFromJSON(options);
  }
  return {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: (options.excludeCredentials ?? []).map(withBytes),
  };
}

function requestOptions(options) {
  if (PublicKeyCredential.parseRequestOptionsFromJSON) {
    return PublicKeyCredential.parseRequestOptionsFromJSON(options);
  }
  return {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: (options.allowCredentials ?? []).map(withBytes),
  };
}

function plainOf(credential) {
  if (credential.toJSON) return credential.toJSON();
  const { id, type, authenticatorAttachment, response } = credential;
  const names = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const parts = names.filter((name) => response[name]).map((name) => [name, text(response[name])]);
  if (response.getTransports) parts.push(["transports", response.getTransports()]);
  return {
    id,
    rawId: text(credential.rawId),
    type,
    authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: Object.fromEntries(parts),
  };
}

const withBytes = (known) => ({ ...known, id: bytes(known.id) });

function bytes(base64url) {
  const base64 = base64url.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function text(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

customElements.define("passkey-form", PasskeyForm);
