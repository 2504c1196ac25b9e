using Microsoft.AspNetCore.Http.Connections;
using Whisper.Peers.Shared;
using Whisper.Peers.SignalR;

// --urls http://127.0.0.1:PORT, as with any ASP.NET Core server.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false).UseSockets(sockets => sockets.Backlog = 4096);
builder.Services.AddSingleton<Pairing>();
builder.Services.AddSignalR(hub =>
{
    // as rarely as Whisper's keep-alive; the load's idle people send nothing of their own
    hub.KeepAliveInterval = TimeSpan.FromSeconds(120);
    hub.ClientTimeoutInterval = TimeSpan.FromMinutes(30);
    hub.MaximumReceiveMessageSize = 16384;
});

var app = builder.Build();
app.MapHub<ChatHub>("/chat", connection => connection.Transports = HttpTransportType.WebSockets);
await app.StartAsync();
Console.WriteLine("ready");
await app.WaitForShutdownAsync();
