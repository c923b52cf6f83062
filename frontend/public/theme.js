// Before the first paint, and in its own file so that a Content-Security-Policy without inline scripts allows it.
try {
  const theme = localStorage.getItem("rcoder.theme");
  if (theme === '"light"' || theme === '"dark"') document.documentElement.dataset.theme = JSON.parse(theme);
} catch {
  // Storage is off: the system's theme it is.
}
