// The post that the address names gets the focus, so that reading and tabbing go on from there; CSS highlights it.
function focusNamed() {
  const name = decodeURIComponent(location.hash.slice(1));
  const named = name ? document.getElementById(name) : null;
  if (named?.matches("[tabindex]")) named.focus({ preventScroll: false });
}

addEventListener("hashchange", focusNamed);
focusNamed();
