// Runs before anything is painted, so that a chosen theme does not flash. Without a choice the device decides.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Storage can be switched off; then the device decides.
}
