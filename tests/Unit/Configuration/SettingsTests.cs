using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RCoder.Configuration;

namespace RCoder.Unit.Configuration;

public sealed class SettingsTests
{
    [Fact]
    public void A_number_beyond_its_range_is_told_with_its_key_its_variable_its_range_and_its_default() =>
        Assert.Equal(["Some:Count (RCODER_Some__Count): is 0; it must be from 1 to 1000. Left out, it is 4."], Problems(("Count", "0")));

    [Theory]
    [InlineData("Count", "abc", "is 'abc'; it must be a whole number from 1 to 1000. Left out, it is 4.")]
    [InlineData("Count", "99999999999", "is '99999999999'; it must be a whole number from 1 to 1000. Left out, it is 4.")]
    [InlineData("Count", "", "is empty; it must be a whole number from 1 to 1000. Left out, it is 4.")]
    [InlineData("Bytes", "1", "is 1; it must be from 16777216 to 68719476736. Left out, it is 268435456.")]
    [InlineData("Wait", "soon", "is 'soon'; it must be a time (hh:mm:ss) from 00:00:01 to 00:01:00. Left out, it is 00:00:05.")]
    [InlineData("Wait", "01:00:00", "is 01:00:00; it must be from 00:00:01 to 00:01:00. Left out, it is 00:00:05.")]
    [InlineData("Flag", "yes", "is 'yes'; it must be true or false. Left out, it is False.")]
    [InlineData("Day", "Someday", "is 'Someday'; it must be one of Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday. Left out, it is Sunday.")]
    [InlineData("Day", "9", "is '9'; it must be one of Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday. Left out, it is Sunday.")]
    [InlineData("Name", "", "is empty; it must be set. Left out, it is some.")]
    [InlineData("Name", "A\nB", "is 'A\\u000aB'; it must be letters. Left out, it is some.")]
    [InlineData("Pause", "00:00:06", "is 00:00:06; it must be at most Wait, 00:00:05")]
    [InlineData("Items:0:Seconds", "x", "is 'x'; it must be a whole number")]
    public void What_a_setting_can_not_be_is_told_on_one_line(string key, string value, string message) =>
        Assert.Equal([$"Some:{key} (RCODER_Some__{key.Replace(":", "__", StringComparison.Ordinal)}): {message}"], Problems((key, value)));

    [Fact]
    public void All_problems_are_told_at_once_those_that_can_not_be_read_among_them()
    {
        var problems = Problems(("Count", "abc"), ("Flag", "yes"), ("Bytes", "1"), ("Name", "1"), ("Pause", "1.00:00:00"), ("Items:1:Seconds", "x"));
        Assert.Equal(["Bytes", "Count", "Flag", "Items:1:Seconds", "Name", "Pause"], problems.Select(Key).Order());
    }

    [Fact]
    public void Problems_of_all_sections_are_told_together()
    {
        var services = new ServiceCollection();
        var configuration = Configuration(("Some:Count", "abc"), ("Other:Count", "0"));
        services.AddSettings<SomeOptions>(configuration, "Some").AddSettings<OtherOptions>(configuration, "Other");
        var refused = Assert.Throws<AggregateException>(() => services.BuildServiceProvider().GetRequiredService<IStartupValidator>().Validate());
        var problems = refused.InnerExceptions.Cast<OptionsValidationException>().SelectMany(e => e.Failures).ToList();
        Assert.Equal(2, problems.Count);
        Assert.Contains(problems, problem => problem.StartsWith("Some:Count ", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("Other:Count ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_setting_is_not_compared_with_one_that_is_wrong_itself() =>
        Assert.Equal(["Wait"], Problems(("Wait", "soon"), ("Pause", "00:00:06")).Select(Key));

    [Fact]
    public void Options_that_two_parts_of_a_role_add_are_told_once()
    {
        var configuration = Configuration(("Some:Count", "0"));
        var services = new ServiceCollection().AddSettings<SomeOptions>(configuration, "Some").AddSettings<SomeOptions>(configuration, "Some");
        Assert.Single(Problems(services));
    }

    [Fact]
    public void A_secret_is_never_quoted()
    {
        var problems = Problems(("Token", "HUSH"), ("Client", "HUSH"));
        Assert.Equal(["Client", "Token"], problems.Select(Key).Order());
        Assert.DoesNotContain(problems, problem => problem.Contains("HUSH", StringComparison.Ordinal));
    }

    [Fact]
    public void One_text_in_place_of_a_list_is_told_and_how_a_list_is_set() =>
        Assert.Equal(["Some:Origins (RCODER_Some__Origins): is one text; it holds several settings, such as Some:Origins:0 (RCODER_Some__Origins__0)"], Problems(("Origins", "https://a.example")));

    [Fact]
    public void What_depends_on_the_role_is_its_default_and_gives_way_to_what_is_set()
    {
        Assert.Equal(7, Read(some => some.Count = 7).Count);
        Assert.Equal(8, Read(some => some.Count = 7, ("Count", "8")).Count);
        Assert.EndsWith("Left out, it is 7.", Problems(Services(some => some.Count = 7, ("Count", "0"))).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_of_every_kind_are_read()
    {
        var some = Read(null, ("Count", "5"), ("bytes", "16777216"), ("Wait", "00:00:02"), ("Flag", "true"), ("Day", "monday"), ("Name", "a"),
            ("Client:sasl.password", "x"), ("Origins:0", "a"), ("Origins:1", "b"), ("Items:0:Key", "k"), ("Items:0:Seconds", "3"));
        Assert.Equal((5, 16L << 20, TimeSpan.FromSeconds(2), true, DayOfWeek.Monday, "a"), (some.Count, some.Bytes, some.Wait, some.Flag, some.Day, some.Name));
        Assert.Equal("x", Assert.Single(some.Client, setting => setting.Key == "sasl.password").Value);
        Assert.Equal(["a", "b"], some.Origins);
        Assert.Equal(("k", 3L), (some.Items.Single().Key, some.Items.Single().Seconds));
    }

    private static string Key(string problem) => problem[.."Some:".Length] == "Some:" ? problem["Some:".Length..problem.IndexOf(' ', StringComparison.Ordinal)] : problem;

    private static SomeOptions Read(Action<SomeOptions>? byDefault, params (string Key, string Value)[] settings) =>
        Services(byDefault, settings).BuildServiceProvider().GetRequiredService<IOptions<SomeOptions>>().Value;

    private static IReadOnlyList<string> Problems(params (string Key, string Value)[] settings) => Problems(Services(null, settings));

    private static IReadOnlyList<string> Problems(IServiceCollection services) =>
        [.. Assert.Throws<OptionsValidationException>(() => services.BuildServiceProvider().GetRequiredService<IStartupValidator>().Validate()).Failures];

    private static IServiceCollection Services(Action<SomeOptions>? byDefault, params (string Key, string Value)[] settings) =>
        new ServiceCollection().AddSettings(Configuration([.. settings.Select(setting => ($"Some:{setting.Key}", setting.Value))]), "Some", byDefault);

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();

    private sealed class OtherOptions
    {
        [System.ComponentModel.DataAnnotations.Range(1, 2)]
        public int Count { get; set; } = 1;
    }
}
