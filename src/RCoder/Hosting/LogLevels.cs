using RCoder.Configuration;

namespace RCoder.Hosting;

/// <summary>The levels of ASP.NET's section <c>Logging</c>. Its loggers throw at the first that is none, when the host is built.</summary>
internal static class LogLevels
{
    public static IEnumerable<SettingProblem> Problems(IConfiguration configuration)
    {
        var logging = configuration.GetSection("Logging");
        return logging.GetChildren().Select(provider => provider.GetSection("LogLevel")).Prepend(logging.GetSection("LogLevel"))
            .SelectMany(levels => levels.GetChildren())
            .Where(level => level.Value is { Length: > 0 } set && !Enum.TryParse<LogLevel>(set, ignoreCase: true, out _))
            .Select(level => new SettingProblem(level.Path, $"is '{level.Value}'; it must be one of {string.Join(", ", Enum.GetNames<LogLevel>())}"));
    }
}
