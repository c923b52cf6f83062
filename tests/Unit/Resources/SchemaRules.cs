using System.Text.Json.Nodes;
using RCoder.Contracts.Requests;
using RCoder.Contracts.Runtimes;

namespace RCoder.Unit.Resources;

/// <summary>
/// What <c>RuntimeCheck</c> asks of a runtime, as far as the API server can ask it on apply: CEL, within its cost budget,
/// which is why every string and list that a rule reads has a bound.
/// </summary>
internal static class SchemaRules
{
    private const string NoNul = @"^[^\x00]*$";
    private static readonly string[] Limits = ["wallMs", "cpuMs", "memoryBytes", "outputBytes", "processes"];

    private static readonly Dictionary<string, Action<JsonObject>> ByPath = new()
    {
        [""] = schema => Rules(schema,
            new Rule($"self.metadata.name.matches('{RuntimeBounds.LabelPattern}')", "metadata.name must be a DNS label: at most 63 of a-z, 0-9 and '-', with no '-' at either end"),
            new Rule("self.metadata.name != 'dead'", "metadata.name is 'dead', which is where jobs go that nobody can run; choose another")),
        ["spec"] = schema => Rules(schema,
            new Rule("!has(self.aliases) || self.aliases.all(alias, alias.lowerAscii() != self.language)", "has the language's own name; leave it out") { Field = ".aliases" },
            OnlyWith("compile"),
            OnlyWith("prestart")),
        ["spec.language"] = schema => Text(schema, RuntimeBounds.NameLength, Matches(RuntimeBounds.LanguagePattern, "must be lower case: a-z, 0-9, '+', '#', '-' and '.', a letter or digit first")),
        ["spec.version"] = schema => Text(schema, RuntimeBounds.VersionLength, Matches(RuntimeBounds.VersionPattern, "must be a semantic version, such as 3.13.5")),
        ["spec.aliases"] = schema =>
        {
            schema["maxItems"] = RuntimeBounds.Aliases;
            schema["x-kubernetes-list-type"] = "set";
            Rules(schema, new Rule("self.all(a, self.exists_one(b, a.lowerAscii() == b.lowerAscii()))", "has a name twice: case makes no difference; leave one out"));
        },
        ["spec.aliases[]"] = schema => Text(schema, RuntimeBounds.NameLength,
            new Rule($"self.lowerAscii().matches('{RuntimeBounds.LanguagePattern}')", "must be letters, digits, '+', '#', '-' and '.', a letter or digit first")),
        ["spec.image"] = schema => Text(schema, RuntimeBounds.ImageLength,
            new Rule(@"self.matches('^\\S+$')", "must name a container image, without spaces"),
            new Rule(@"self.matches('(^|/)[^/]*:[^/]*$') && !self.endsWith(':latest')", "must be pinned by a tag other than latest, or by a digest")),
        ["spec.source"] = schema => Text(schema, RequestBounds.FileNameBytes,
            new Rule(@"self != '' && !self.startsWith('/') && !self.contains('\\') && self.split('/').all(part, !(part in ['', '.', '..']))",
                "must be a relative file name that stays in the workspace, such as main.py: no '..', no empty part, '/' between folders")),
        ["spec.env"] = schema =>
        {
            schema["maxProperties"] = RequestBounds.EnvVariables;
            Rules(schema, new Rule("self.all(name, name.matches('^[A-Za-z_][A-Za-z0-9_]*$'))", "has a name that cannot be a variable's: letters, digits and '_', no digit first"));
        },
        ["spec.env[]"] = NoNulInside,
        ["spec.limits"] = schema => Rules(schema, [.. Limits.Select(DefaultAtMostMax)]),
        ["spec.pool"] = schema => Rules(schema,
            new Rule("self.min <= self.max", "must be at most spec.pool.max") { Field = ".min", Expression = "'is %d; it must be at most spec.pool.max, %d'.format([self.min, self.max])" },
            new Rule("[self.cpuRequest, self.cpuLimit].exists(cpu, !isQuantity(cpu)) || quantity(self.cpuRequest).compareTo(quantity(self.cpuLimit)) <= 0", "must be at most spec.pool.cpuLimit")
            { Field = ".cpuRequest", Expression = "'is ' + self.cpuRequest + '; it must be at most spec.pool.cpuLimit, ' + self.cpuLimit" }),
        ["spec.pool.maxExecutionsPerPod"] = schema => Rules(schema, new Rule("self == 1", "must be 1, as no more is supported yet")),
        ["spec.pool.cpuRequest"] = Quantity,
        ["spec.pool.cpuLimit"] = Quantity,
        // Not an enum: the API server looks no further after one that is not met, and says nothing of the rest.
        ["spec.isolation.network"] = schema => Text(schema, 20, new Rule("self in ['None', 'Cluster']", "must be None or Cluster")),
        ["spec.isolation.runtimeClassName"] = schema => Text(schema, 253, Matches(RuntimeBounds.SubdomainPattern, "must be the name of a RuntimeClass: kubectl get runtimeclass")),
        ["spec.conformance"] = schema =>
        {
            schema["maxItems"] = RuntimeBounds.ConformanceCases;
            schema["x-kubernetes-list-type"] = "map";
            schema["x-kubernetes-list-map-keys"] = new JsonArray("name");
        },
        ["spec.conformance[].name"] = schema => Text(schema, RuntimeBounds.NameLength, Matches(RuntimeBounds.LabelPattern, "must be at most 63 of a-z, 0-9 and '-', with no '-' at either end")),
        ["spec.conformance[].source"] = schema => schema["minLength"] = 1,
        ["spec.conformance[].args[]"] = NoNulInside,
        ["spec.compatibility.judge0"] = schema => schema["x-kubernetes-list-type"] = "set",
        ["spec.compatibility.judge0[]"] = schema => schema["minimum"] = 1,
        ["spec.local.requires"] = schema => schema["maxItems"] = RuntimeBounds.LocalPaths,
        ["spec.local.requires[]"] = AbsolutePath,
        ["spec.local.binds"] = schema => schema["maxItems"] = RuntimeBounds.LocalPaths,
        ["spec.local.binds[]"] = AbsolutePath,
        ["status.conditions"] = schema =>
        {
            schema["x-kubernetes-list-type"] = "map";
            schema["x-kubernetes-list-map-keys"] = new JsonArray("type");
        },
    };

    static SchemaRules()
    {
        foreach (var path in (string[])["spec.run.command", "spec.compile.command", "spec.prestart.command", "spec.local.run", "spec.local.compile", "spec.local.prestart"])
        {
            ByPath[path] = schema =>
            {
                schema["maxItems"] = RequestBounds.Args;
                Rules(schema, new Rule("self.size() > 0 && self[0] != ''", "is empty; it must name a program"));
            };
            ByPath[path + "[]"] = schema =>
            {
                schema["maxLength"] = RequestBounds.ArgOrVariableBytes;
                NoNulInside(schema);
            };
        }
    }

    /// <param name="Cel">What must hold of <c>self</c>.</param>
    /// <param name="Message">Reads on from the field's name.</param>
    private sealed record Rule(string Cel, string Message)
    {
        /// <summary>The field below <c>self</c> that is to blame.</summary>
        public string? Field { get; init; }

        /// <summary>CEL that says it with the values at hand.</summary>
        public string? Expression { get; init; }
    }

    public static void Apply(string path, JsonObject schema)
    {
        if (ByPath.TryGetValue(path, out var apply))
            apply(schema);
    }

    private static Rule Matches(string pattern, string message) => new($"self.matches('{InCel(pattern)}')", message);

    private static string InCel(string pattern) => pattern.Replace(@"\", @"\\", StringComparison.Ordinal);

    private static Rule OnlyWith(string part) =>
        new($"!has(self.local) || !has(self.local.{part}) || has(self.{part})", $"replaces spec.{part}, which is not there; remove it") { Field = $".local.{part}" };

    private static Rule DefaultAtMostMax(string limit) => new($"self.default.{limit} <= self.max.{limit}", $"must be at most spec.limits.max.{limit}")
    {
        Field = $".default.{limit}",
        Expression = $"'is %d; it must be at most spec.limits.max.{limit}, %d'.format([self.default.{limit}, self.max.{limit}])",
    };

    private static void Quantity(JsonObject schema) => Text(schema, 20,
        new Rule($"self.matches('{InCel(RuntimeBounds.CpuPattern)}') && quantity(self).isGreaterThan(quantity('0'))", "must be cores, such as \"2\", or thousandths of one, such as \"500m\""));

    private static void AbsolutePath(JsonObject schema) => Text(schema, RuntimeBounds.LocalPathLength,
        new Rule("self.matches('^/.') && !self.split('/').exists(part, part == '..')", "must be an absolute path below the root, without '..'"));

    private static void NoNulInside(JsonObject schema) => schema["pattern"] = NoNul;

    private static void Text(JsonObject schema, int mostLength, params Rule[] rules)
    {
        schema["maxLength"] = mostLength;
        Rules(schema, rules);
    }

    private static void Rules(JsonObject schema, params Rule[] rules) => schema["x-kubernetes-validations"] = new JsonArray([.. rules.Select(rule =>
    {
        var written = new JsonObject { ["rule"] = rule.Cel, ["message"] = rule.Message };
        if (rule.Expression is not null)
            written["messageExpression"] = rule.Expression;
        if (rule.Field is not null)
            written["fieldPath"] = rule.Field;
        return (JsonNode)written;
    })]);
}
