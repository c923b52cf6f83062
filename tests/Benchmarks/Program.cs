using RCoder.Benchmarks;

var brokers = new List<(string Name, string? Servers)> { ("embedded", null) };
if (Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS") is { Length: > 0 } servers)
    brokers.Add(("Kafka", servers));
else
    Console.WriteLine("KAFKA_BOOTSTRAP_SERVERS is not set: nothing is measured on a real Kafka.");

var table = new Table();
foreach (var (name, bootstrap) in brokers)
    await Suite.RunAsync(name, bootstrap, table);
table.Print();
