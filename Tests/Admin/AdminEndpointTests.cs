using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Whisper.Silo.Admin;
using Whisper.Tests.Moderation;
using Xunit;

namespace Whisper.Tests.Admin;

public sealed class AdminEndpointTests(AdminHost host) : IClassFixture<AdminHost>
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dashboard_AsABrowserAsks_ServesItsPageAndScript()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/dashboard/");
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml");
        using var response = await host.Client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("<script", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryEndpointOfOperators_IsGuarded()
    {
        var endpoints = host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToArray();
        Assert.True(endpoints.Length > 5, "the dashboard has brought no endpoints");
        Assert.Empty(endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<OperatorsOnly>() is null).Select(endpoint => endpoint.RoutePattern.RawText));
    }

    [Theory]
    [InlineData("/dashboard/GrainState?grainId=1&grainType=Whisper.Grains.Rooms.ChatRoomGrain", HttpStatusCode.NotFound)]
    [InlineData("/dashboard/grainstate", HttpStatusCode.NotFound)]
    [InlineData("/dashboard/Trace", HttpStatusCode.Forbidden)]
    [InlineData("/dashboard/GrainTypes", HttpStatusCode.OK)]
    public async Task Dashboard_WhatCouldDoHarm_IsLeftOut(string path, HttpStatusCode status)
    {
        using var response = await host.Client.GetAsync(path, Cancellation);
        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Dashboard_FromBehindAProxy_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/dashboard/");
        request.Headers.Add("X-Forwarded-For", "127.0.0.1");
        using var response = await host.Client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Report_IsListedAndShownWithItsMessages()
    {
        var report = Reports.New();
        await host.Store.Add(report, Cancellation);
        var page = await host.Client.GetFromJsonAsync<JsonElement>("/admin/reports?limit=200", Cancellation);
        var row = Assert.Single(page.GetProperty("reports").EnumerateArray(), row => row.GetProperty("case").GetString() == report.Case);
        Assert.Equal(["case", "filedAt", "reason", "reported", "messages"], row.EnumerateObject().Select(property => property.Name));

        var detail = await host.Client.GetFromJsonAsync<JsonElement>($"/admin/reports/{report.Case.ToLowerInvariant()}", Cancellation);
        Assert.Equal(report.Note!.Value.Value, detail.GetProperty("note").GetString());
        Assert.Equal("spam", detail.GetProperty("reason").GetString());
        Assert.Equal(["second", "third"], detail.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task List_FullPage_TellsWhereTheNextBegins()
    {
        await host.Store.Add(Reports.New(), Cancellation);
        var page = await host.Client.GetFromJsonAsync<JsonElement>("/admin/reports?limit=1", Cancellation);
        var next = page.GetProperty("next").GetString();
        using var response = await host.Client.GetAsync($"/admin/reports?before={next}", Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/admin/reports?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/admin/reports?limit=201", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/admin/reports?limit=many", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/admin/reports?before=yesterday", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/admin/reports?reason=dull", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/admin/reports/0000000000", HttpStatusCode.NotFound)]
    [InlineData("GET", "/admin/reports/x", HttpStatusCode.NotFound)]
    [InlineData("POST", "/admin/reports/0000000000/ban", HttpStatusCode.NotFound)]
    public async Task WrongRequest_IsToldSo(string method, string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await host.Client.SendAsync(request, Cancellation);
        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Ban_OfAReportedPerson_ReachesTheirSession()
    {
        var report = Reports.New();
        await host.Store.Add(report, Cancellation);
        using var response = await host.Client.PostAsync($"/admin/reports/{report.Case}/ban", null, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True((await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("banned").GetBoolean());
    }
}
