"use strict";
const sheet = document.getElementById("sheet");
const said = document.getElementById("said");

/** Add the questions about one more person below a target. */
function more(people) {
  people.append(document.getElementById("person").content.cloneNode(true));
  people.lastElementChild.querySelector("input").focus();
}

for (const target of sheet.querySelectorAll("fieldset")) {
  const people = target.querySelector(".people");
  target.querySelector("input").addEventListener("change", (event) => {
    if (!event.target.checked) people.replaceChildren();
    else if (!people.children.length) more(people);
  });
  target.querySelector("button").addEventListener("click", () => more(people));
}

/** Return a row of the file; every cell is quoted. */
function row(cells) {
  return cells.map((cell) => `"${String(cell).replace(/[\r\n]+/g, " ").replaceAll('"', '""')}"`).join(",");
}

/** Return what was answered about a target, a row a person; one without a name says that somebody is there. */
function answers(target) {
  const about = [sheet.dataset.friend, sheet.dataset.profile, sheet.dataset.me, target.dataset.about, target.dataset.kind];
  const people = [...target.querySelectorAll(".person")].map((person) =>
    ["name", "title", "employer", "well", "introduce"].map((name) => person.querySelector(`[name=${name}]`).value.trim()));
  const told = people.filter((cells) => cells.some(Boolean));
  return (told.length ? told : [["", "", "", "", ""]]).map((cells) => row([...about, ...cells]));
}

sheet.addEventListener("submit", (event) => {
  event.preventDefault();
  const ticked = [...sheet.querySelectorAll("fieldset")].filter((target) => target.querySelector("input").checked);
  const head = row(["Answers of", "Profile", "Answers for", "Asked about", "Kind", "Name", "Job title", "Employer", "How well", "Would introduce"]);
  const text = [head, ...ticked.flatMap(answers), ""].join("\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = sheet.dataset.file;
  link.click();
  URL.revokeObjectURL(link.href);
  said.textContent = `Saved as ${sheet.dataset.file}, with your downloads. Please send it to ${sheet.dataset.me}. Thank you!`;
});
