using System.ComponentModel.DataAnnotations;
using RCoder.Configuration;

namespace RCoder.Unit.Configuration;

/// <summary>One setting of each kind.</summary>
internal sealed class SomeOptions : IValidatableObject
{
    [Range(1, 1000)]
    public int Count { get; set; } = 4;

    [Range(16L << 20, 64L << 30)]
    public long Bytes { get; set; } = 256L << 20;

    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(5);

    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(1);

    public bool Flag { get; set; }

    public DayOfWeek Day { get; set; }

    [Required]
    [RegularExpression("^[a-z]+$", ErrorMessage = "must be letters")]
    public string Name { get; set; } = "some";

    [Secret]
    [RegularExpression("^[a-z]+$", ErrorMessage = "must be letters")]
    public string? Token { get; set; }

    public Dictionary<string, string> Client { get; init; } = [];

    public IList<string> Origins { get; init; } = [];

    public IList<SomeItem> Items { get; init; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Pause > Wait)
            yield return new($"is {Pause}; it must be at most Wait, {Wait}", [nameof(Pause), nameof(Wait)]);
    }
}

internal sealed class SomeItem
{
    public string? Key { get; set; }
    public long? Seconds { get; set; }
}
