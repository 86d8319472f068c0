// Small comforts. Every page works without this file.
"use strict";

document.documentElement.classList.add("js");

// Copy buttons: put the value without its gaps on the clipboard and say so.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const words = button.textContent;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = words; }, 2000);
});

// The list under a search box goes when one leaves the box or presses Escape.
const suggest = document.getElementById("suggest");
if (suggest) {
  const box = suggest.closest("form");
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") suggest.replaceChildren(); });
  box.addEventListener("focusout", (event) => {
    if (!box.contains(event.relatedTarget) && !suggest.matches(":hover")) suggest.replaceChildren();
  });
}

// Leaving an idle session is announced two minutes before, so that nothing typed is lost unawares.
// Requests from other windows keep the session alive too, so they are told to each other.
const idle = document.getElementById("idle");
if (idle) {
  const WARNING = 120;
  const { idleSeconds, alive } = document.documentElement.dataset;
  const windows = new BroadcastChannel("chengxin-session");
  let timer;
  const restart = () => {
    idle.hidden = true;
    clearTimeout(timer);
    timer = setTimeout(warn, (Number(idleSeconds) - WARNING) * 1000);
  };
  const warn = () => {
    idle.hidden = false;
    idle.querySelector("button").focus();
    timer = setTimeout(() => location.reload(), WARNING * 1000);
  };
  const seen = () => { restart(); windows.postMessage("seen"); };
  windows.onmessage = restart;
  document.addEventListener("htmx:afterRequest", seen);
  idle.querySelector("button").addEventListener("click", async () => {
    await fetch(alive, { credentials: "same-origin" });
    seen();
  });
  seen();
}

// Single keys for pages of many small decisions. They can be switched off, and never act while somebody types.
const keys = document.querySelector("[data-keys]");
if (keys) {
  const NAME = "chengxin-keys";
  const box = keys.querySelector("[data-keys-on]");
  keys.hidden = false;
  box.checked = localStorage.getItem(NAME) !== "off";
  box.addEventListener("change", () => localStorage.setItem(NAME, box.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input:not([type=checkbox]), select, textarea, [contenteditable]");
    if (!box.checked || typing || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    const target = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!target) return;
    event.preventDefault();
    target.click();
  });
}
