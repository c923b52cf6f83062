using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using RCoder.Api;
using RCoder.Configuration;
using RCoder.Dispatcher;
using RCoder.Dispatcher.Sandboxes.Local;
using RCoder.Dispatcher.Sandboxes.Static;
using RCoder.Hosting;
using RCoder.Hosting.Health;
using RCoder.Kubernetes.Connecting;
using RCoder.Kubernetes.Executions;
using RCoder.Kubernetes.Leading;
using RCoder.Messaging.Kafka;
using RCoder.Operator;
using RCoder.Roles;

namespace RCoder.Integration.Configuration;

/// <summary>docs/configuration.md, written from the options classes: names and defaults by reflection, words from their comments.</summary>
internal static partial class Reference
{
    private const string Head = """
        # Configuration

        Written by the test ReferenceTests from the options classes: change those, then GOLDEN_WRITE=1.

        A setting comes from `appsettings.json` beside the program, then from the environment, then from arguments; the
        later wins. `Kafka:JobPartitions` is `RCODER_Kafka__JobPartitions` in the environment and `--Kafka:JobPartitions=8`
        as an argument; a list's first is `RCODER_Api__AllowedOrigins__0`. `KAFKA_BOOTSTRAP_SERVERS` is heard too.

        All that is wrong is told at once, at the start, one problem a line, and the program ends with 1:

        ```
        Kafka:JobPartitions (RCODER_Kafka__JobPartitions): is 0; it must be from 1 to 1000. Left out, it is 4.
        ```

        Besides, levels of logs are `Logging:LogLevel:…`, as in ASP.NET.

        """;

    private static readonly (string Section, Type Options, string Roles)[] Sections =
    [
        (KafkaOptions.Section, typeof(KafkaOptions), "all"),
        (ServeOptions.Section, typeof(ServeOptions), "serve, api"),
        (ApiOptions.Section, typeof(ApiOptions), "serve, api"),
        (DispatcherOptions.Section, typeof(DispatcherOptions), "serve, dispatcher"),
        (LocalCatalogueOptions.Section, typeof(LocalCatalogueOptions), "serve"),
        (LocalSandboxOptions.Section, typeof(LocalSandboxOptions), "serve"),
        (StaticSandboxOptions.Section, typeof(StaticSandboxOptions), "dispatcher with Dispatcher:Sandboxes Static"),
        (OperatorOptions.Section, typeof(OperatorOptions), "operator"),
        (Leadership, typeof(LeadershipOptions), "operator"),
        (ExecutionsOptions.Section, typeof(ExecutionsOptions), "dispatcher, operator"),
        (KubernetesOptions.Section, typeof(KubernetesOptions), "dispatcher, operator"),
        (MetricsOptions.Section, typeof(MetricsOptions), "dispatcher, operator"),
        (LogsOptions.Section, typeof(LogsOptions), "all"),
    ];

    /// <summary>Of settings whose default is not in their class.</summary>
    private static readonly Dictionary<string, string> Defaults = new()
    {
        [$"{ApiOptions.Section}:{nameof(ApiOptions.EditorPath)}"] = $"`{Settings.EditorFolder}`, where that is there",
        [$"{LocalSandboxOptions.Section}:{nameof(LocalSandboxOptions.Folder)}"] = ByMachine,
        [$"{OperatorOptions.Section}:{nameof(OperatorOptions.Namespace)}"] = "`POD_NAMESPACE`, else `rcoder`",
        [$"{Leadership}:{nameof(LeadershipOptions.Namespace)}"] = $"`{OperatorOptions.Section}:{nameof(OperatorOptions.Namespace)}`",
        [$"{Leadership}:{nameof(LeadershipOptions.Identity)}"] = ByMachine,
        [$"{MetricsOptions.Section}:{nameof(MetricsOptions.Port)}"] = $"`{DispatcherRole.MetricsPort}` dispatcher, `{OperatorRole.MetricsPort}` operator",
        [$"{LogsOptions.Section}:{nameof(LogsOptions.Format)}"] = $"`{LogFormat.Text}` serve, `{LogFormat.Auto}` others",
    };

    private const string ByMachine = "*by the machine*";
    private const string Leadership = "Leadership";

    public static string Root { get; } = FindRoot();

    public static string Write()
    {
        var text = new StringBuilder(Head);
        foreach (var (section, type, roles) in Sections)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {section}\n\nRoles: {roles}.\n\n| setting | default | |\n|---|---|---|\n");
            var source = SourceOf(type);
            var defaults = Activator.CreateInstance(type)!;
            foreach (var property in SettingProperties.Of(type))
                text.Append(CultureInfo.InvariantCulture, $"| `{section}:{property.Name}` | {Defaults.GetValueOrDefault($"{section}:{property.Name}") ?? Shown(property.GetValue(defaults))} | {WordsOf(property, source)} |\n");
        }
        return text.ToString();
    }

    /// <summary>Every section that the code reads.</summary>
    public static IEnumerable<string> SectionsInCode() =>
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*Options.cs", SearchOption.AllDirectories)
            .Select(file => SectionName().Match(File.ReadAllText(file))).Where(match => match.Success).Select(match => match.Groups[1].Value);

    private static string Shown(object? byDefault) => byDefault switch
    {
        null or "" => "",
        bool flag => flag ? "`true`" : "`false`",
        string text => $"`{text}`",
        IEnumerable => "",
        IFormattable value => $"`{value.ToString(null, CultureInfo.InvariantCulture)}`",
        var other => $"`{other}`",
    };

    private static string WordsOf(PropertyInfo property, string source)
    {
        var match = Regex.Match(source, $@"((?:^[ \t]*///.*\n)+)(?:^[ \t]*\[.*\n)*^[ \t]*public [^\n(]*\b{property.Name} \{{", RegexOptions.Multiline);
        if (!match.Success)
            return "";
        var words = CommentStart().Replace(match.Groups[1].Value, "");
        words = Regex.Replace(words, @"<see cref=""(?:\w+\.)*(\w+)""\s*/>", "`$1`");
        words = Regex.Replace(words, "</?c>", "`");
        words = Regex.Replace(words, "</?summary>", "");
        return Regex.Replace(words, @"\s+", " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string SourceOf(Type type) =>
        File.ReadAllText(Directory.EnumerateFiles(Path.Combine(Root, "src"), type.Name + ".cs", SearchOption.AllDirectories).Single());

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RCoder.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("RCoder.sln is in no folder above the tests");
    }

    [GeneratedRegex("const string Section = \"(\\w+)\"")]
    private static partial Regex SectionName();

    [GeneratedRegex(@"^[ \t]*/// ?", RegexOptions.Multiline)]
    private static partial Regex CommentStart();
}
