using Whisper.Gateway;
using Whisper.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.UseOrleansClient(client => client.UseLocalhostClustering());
builder.AddWhisperGateway();

var app = builder.Build();
if (!StartupValidation.Check(app.Services, Console.Error))
{
    return 1;
}

app.UseWhisperGateway();
await app.RunAsync();
return 0;
