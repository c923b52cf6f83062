namespace RCoder.Hosting;

/// <summary>Settings with which a role can't start: every problem, one a line.</summary>
internal sealed class SettingsException(IEnumerable<string> problems) : Exception(string.Join('\n', problems));
