namespace RCoder.Contracts.Requests;

/// <summary>
/// All that is wrong with one request: messages by field (<c>limits.wallMs</c>, <c>files[2].name</c>, <c>body</c> for the
/// whole), in the order in which they were found. A message reads on from its field's name and never quotes a program.
/// </summary>
public sealed class Problems
{
    /// <summary>The field that stands for the whole request.</summary>
    public const string Body = "body";

    /// <summary>Messages that are kept; a request with more is told so.</summary>
    public const int Most = 100;

    private readonly OrderedDictionary<string, List<string>> byField = new(StringComparer.Ordinal);
    private int count;

    /// <summary>The body or a header could not be read at all (400), as against a request that asks for what can't be (422).</summary>
    public bool Malformed { get; private set; }

    public bool IsEmpty => count == 0;

    /// <summary>Nothing more is kept: looking further is wasted.</summary>
    public bool IsFull => count > Most;

    public bool Has(string field) => byField.ContainsKey(field);

    public void Add(string field, string message)
    {
        if (++count > Most)
            return;
        if (!byField.TryGetValue(field, out var messages))
            byField.Add(field, messages = []);
        messages.Add(message);
    }

    /// <summary>The field, or header, can't be read at all.</summary>
    public void AddMalformed(string field, string message)
    {
        Malformed = true;
        Add(field, message);
    }

    /// <summary>The <c>errors</c> of a ProblemDetails.</summary>
    public IReadOnlyDictionary<string, string[]> ToDictionary()
    {
        var errors = new OrderedDictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var (field, messages) in byField)
            errors.Add(field, [.. messages]);
        if (IsFull)
            errors[Body] = [.. errors.GetValueOrDefault(Body, []), $"has more problems than these {Most}; send it again when they are solved to see the rest"];
        return errors;
    }

    public override string ToString() =>
        string.Join('\n', ToDictionary().SelectMany(field => field.Value.Select(message => $"{field.Key} {message}")));
}
