using System.Net;
using Xunit;

namespace Whisper.Tests.Admin;

public sealed class AdminStoreDownTests(AdminHost host) : IClassFixture<AdminHost>
{
    [Fact]
    public async Task EveryRequest_StoreDown_Answers503WithoutTheError()
    {
        host.Store.Failing = true;
        foreach (var (method, path) in ((HttpMethod, string)[])[
            (HttpMethod.Get, "/admin/reports"), (HttpMethod.Get, "/admin/reports/0000000000"), (HttpMethod.Post, "/admin/reports/0000000000/ban")])
        {
            using var request = new HttpRequestMessage(method, path);
            using var response = host.Client.Send(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.DoesNotContain("disk", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }
}
