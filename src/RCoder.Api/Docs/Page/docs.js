const main = document.getElementById("main");

function element(name, ...children) {
  const made = document.createElement(name);
  made.append(...children.filter((child) => child != null));
  return made;
}

// Text with `code` in it; everything goes in as text, never as markup.
function words(text = "") {
  return element("span", ...text.split("`").map((part, i) => (i % 2 ? element("code", part) : part)));
}

const json = (value) => element("pre", JSON.stringify(value, null, 2));

function table(heads, rows) {
  return element(
    "table",
    element("thead", element("tr", ...heads.map((head) => element("th", head)))),
    element("tbody", ...rows.map((row) => element("tr", ...row.map((cell) => element("td", cell))))),
  );
}

function typeOf(schema = {}) {
  if (schema.$ref) {
    const name = schema.$ref.split("/").pop();
    const link = element("a", name);
    link.href = `#${name}`;
    return link;
  }
  if (schema.enum) return element("span", schema.enum.map((value) => JSON.stringify(value)).join(" | "));
  const several = schema.oneOf ?? schema.anyOf;
  if (several) return element("span", ...several.flatMap((one, i) => (i ? [" | ", typeOf(one)] : [typeOf(one)])));
  const types = [schema.type].flat().filter((type) => type && type !== "null");
  if (types.includes("array")) return element("span", "list of ", typeOf(schema.items));
  if (types.includes("integer")) return element("span", "integer");
  return element("span", types.join(" | ") || "any");
}

function content(body) {
  return Object.entries(body?.content ?? {}).flatMap(([type, media]) => [
    element("div", element("code", type), " ", media.schema ? typeOf(media.schema) : null),
    media.example === undefined ? null : json(media.example),
  ]);
}

function operation(path, method, said) {
  const summary = element("summary", element("code", element("span", method.toUpperCase()), ` ${path}`), said.summary ?? "");
  summary.querySelector("span").className = "method";
  const parts = [element("p", words(said.description))];
  if (said.parameters?.length) {
    parts.push(element("h3", "Parameters"), table(
      ["name", "in", "what", "example"],
      said.parameters.map((p) => [element("code", p.name), p.in, words(p.description), element("code", String(p.example ?? ""))]),
    ));
  }
  if (said.requestBody) parts.push(element("h3", "Body"), ...content(said.requestBody));
  parts.push(element("h3", "Answers"));
  for (const [status, answer] of Object.entries(said.responses ?? {})) {
    parts.push(element("div", element("code", status), " ", words(answer.description)), ...content(answer));
  }
  return element("details", summary, ...parts);
}

function schema(name, said) {
  const made = element("details", element("summary", element("code", name)), element("p", words(said.description)));
  made.id = name;
  if (said.properties) {
    made.append(table(
      ["field", "type", "what"],
      Object.entries(said.properties).map(([field, value]) => [
        element("code", field + (said.required?.includes(field) ? "" : "?")), typeOf(value), words(value.description),
      ]),
    ));
  } else {
    made.append(element("p", typeOf(said)));
  }
  return made;
}

function openTarget() {
  const target = document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) target.open = true;
  target?.scrollIntoView();
}

try {
  const answer = await fetch("openapi/v1.json");
  if (!answer.ok) throw new Error(`openapi/v1.json: ${answer.status}`);
  const api = await answer.json();
  const source = element("a", "openapi/v1.json");
  source.href = "openapi/v1.json";
  const byTag = new Map();
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, said] of Object.entries(methods)) {
      const tag = said.tags?.[0] ?? "Other";
      byTag.set(tag, [...(byTag.get(tag) ?? []), operation(path, method, said)]);
    }
  }
  main.replaceChildren(
    element("h1", `${api.info.title} ${api.info.version}`),
    element("p", words(api.info.description), " ", source),
    ...[...byTag].flatMap(([tag, operations]) => [element("h2", tag), ...operations]),
    element("h2", "Types"),
    ...Object.entries(api.components?.schemas ?? {}).map(([name, said]) => schema(name, said)),
  );
  addEventListener("hashchange", openTarget);
  openTarget();
} catch (error) {
  main.replaceChildren(element("h1", "RCoder API"), element("p", `The description could not be loaded: ${error.message}`));
}
