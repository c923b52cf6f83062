using RCoder.Benchmarks;

var brokers = new List<(string Name, string? Servers)> { ("embedded", null) };
if (Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS") is { Length: > 0 } servers)
    brokers.Add(("Kafka", servers));
else
    Console.WriteLine("KAFKA_BOOTSTRAP_SERVERS is not set: nothing is measured on a real Kafka.");

var table = new Table();
// Named, such as "Kafka": only what is measured there.
bool Asked(string section) => args.Length == 0 || args.Contains(section, StringComparer.OrdinalIgnoreCase);
foreach (var (name, bootstrap) in brokers.Where(broker => Asked(broker.Name)))
    await Suite.RunAsync(name, bootstrap, table);
if (Asked("cluster"))
    await ClusterSuite.RunAsync(table);
table.Print();
