using Whisper.Peers.WebSockets;

// --urls http://127.0.0.1:PORT, as with any ASP.NET Core server.
var app = WebSocketsPeer.Build(args);
await app.StartAsync();
Console.WriteLine("ready");
await app.WaitForShutdownAsync();
