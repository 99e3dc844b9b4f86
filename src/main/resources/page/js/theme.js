// Runs before the first paint; state.js reads and writes the same key.
try {
  const theme = JSON.parse(localStorage.getItem('drago.theme') ?? '""');
  if (theme === 'light' || theme === 'dark') {
    document.documentElement.dataset.theme = theme;
  }
} catch {
  // Storage that is forbidden or spoilt: the system's theme holds.
}
