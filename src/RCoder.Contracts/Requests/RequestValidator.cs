using System.Text;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Runtimes;

namespace RCoder.Contracts.Requests;

/// <summary>
/// Adds to <c>problems</c> all by which a request breaks its bounds. A field that has a problem already is left alone.
/// Whether there is such a language is for the catalogue to say; without a runtime, what depends on it is not looked at.
/// </summary>
public static class RequestValidator
{
    public static void Validate(ExecutionRequest request, Runtime? runtime, Problems problems)
    {
        Language(request, problems);
        FilesValidator.Validate(request.Files, runtime?.Spec.Source, problems);
        Stdin(request.Stdin, problems);
        Args(request.Args, problems);
        Env(request.Env, problems);
        if (request.Limits is { } limits)
            LimitsValidator.Validate(limits, runtime, problems);
        if (request.DeadlineMs is { } deadline)
            LimitsValidator.InRange("deadlineMs", deadline, RequestBounds.LeastDeadlineMs, RequestBounds.MostDeadlineMs, "RCoder", problems);
    }

    private static void Language(ExecutionRequest request, Problems problems)
    {
        if (string.IsNullOrWhiteSpace(request.Language) && !problems.Has("language"))
            problems.Add("language", "is missing; GET /v1/runtimes lists what there is");
        Word("language", request.Language, problems);
        Word("version", request.Version ?? "", problems);
    }

    private static void Word(string field, string value, Problems problems)
    {
        if (value.Length > RequestBounds.LanguageLength && !problems.Has(field))
            problems.Add(field, $"has {value.Length} characters; at most {RequestBounds.LanguageLength} are allowed");
    }

    private static void Stdin(string? stdin, Problems problems)
    {
        if (stdin is not null && Encoding.UTF8.GetByteCount(stdin) is > RequestBounds.StdinBytes and var bytes)
            problems.Add("stdin", $"has {bytes} bytes; at most {RequestBounds.StdinBytes} are allowed");
    }

    private static void Args(IReadOnlyList<string> args, Problems problems)
    {
        if (args.Count > RequestBounds.Args)
            problems.Add("args", $"has {args.Count} items; at most {RequestBounds.Args} are allowed");
        long total = 0;
        for (var i = 0; i < args.Count && !problems.IsFull; i++)
        {
            var bytes = Encoding.UTF8.GetByteCount(args[i]);
            total += bytes;
            Text($"args[{i}]", args[i], bytes, problems);
        }
        Total("args", total, problems);
    }

    private static void Env(IReadOnlyDictionary<string, string> env, Problems problems)
    {
        if (env.Count > RequestBounds.EnvVariables)
            problems.Add("env", $"has {env.Count} variables; at most {RequestBounds.EnvVariables} are allowed");
        long total = 0;
        foreach (var (name, value) in env)
        {
            if (problems.IsFull)
                return;
            var field = FieldReader.Child("env", name);
            var nameBytes = Encoding.UTF8.GetByteCount(name);
            if (!IsVariable(name))
                problems.Add(field, "is not the name of a variable: letters, digits and '_', and no digit first");
            else if (nameBytes > RequestBounds.EnvNameBytes)
                problems.Add(field, $"has a name of {nameBytes} bytes; at most {RequestBounds.EnvNameBytes} are allowed");
            var bytes = nameBytes + 1 + Encoding.UTF8.GetByteCount(value);
            total += bytes;
            Text(field, value, bytes, problems);
        }
        Total("env", total, problems);
    }

    private static void Text(string field, string value, int bytes, Problems problems)
    {
        if (value.Contains('\0'))
            problems.Add(field, "holds a NUL character, which no argument or variable can");
        if (bytes > RequestBounds.ArgOrVariableBytes)
            problems.Add(field, $"has {bytes} bytes; at most {RequestBounds.ArgOrVariableBytes} are allowed");
    }

    private static void Total(string field, long bytes, Problems problems)
    {
        if (bytes > RequestBounds.ArgsOrEnvBytes)
            problems.Add(field, $"has {bytes} bytes in all; at most {RequestBounds.ArgsOrEnvBytes} are allowed: send more on stdin or in a file");
    }

    internal static bool IsVariable(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
