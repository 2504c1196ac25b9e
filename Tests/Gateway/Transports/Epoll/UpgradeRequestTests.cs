using System.Text;
using Whisper.Gateway.Transports.Epoll;
using Xunit;

namespace Whisper.Tests.Gateway.Transports.Epoll;

public sealed class UpgradeRequestTests
{
    private const string Key = "dGhlIHNhbXBsZSBub25jZQ==";

    private const string Sound =
        $"GET /ws HTTP/1.1\r\nHost: chat.example:8080\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Key: {Key}\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: chat, whisper.v1\r\nOrigin: https://chat.example\r\nSec-WebSocket-Extensions: permessage-deflate\r\n"
        + "X-Forwarded-For: 10.1.2.3\r\n\r\n";

    [Fact]
    public void Read_WhatABrowserSends_IsUnderstood()
    {
        var bytes = Encoding.ASCII.GetBytes($"{Sound}more");
        Assert.Equal(RequestKind.Upgrade, UpgradeRequest.Read(bytes, out var request));
        Assert.Equal(Sound.Length, request.Size);
        Assert.Equal((Key, "chat.example:8080"), (Encoding.ASCII.GetString(request.Key), Encoding.ASCII.GetString(request.Host)));
        Assert.Equal("https://chat.example", Encoding.ASCII.GetString(request.Origin));
        Assert.Equal("10.1.2.3", Encoding.ASCII.GetString(request.ForwardedFor));
        Assert.True(request.HasOrigin && request.OffersProtocols && request.OffersOurs);
    }

    [Fact]
    public void Read_AnyBeginningOfIt_IsIncomplete()
    {
        var bytes = Encoding.ASCII.GetBytes(Sound);
        for (var count = 0; count < bytes.Length; count++)
        {
            Assert.Equal(RequestKind.Incomplete, UpgradeRequest.Read(bytes.AsSpan(0, count), out _));
        }
    }

    [Theory]
    [InlineData("GET /health/live HTTP/1.1")]
    [InlineData("G")]
    [InlineData("GET /w")]
    [InlineData("GET /ws")]
    public void Read_ShortOrOther_IsToldApartAsSoonAsItCanBe(string begin) => Assert.Equal(
        begin.StartsWith("GET /h", StringComparison.Ordinal) ? RequestKind.Other : RequestKind.Incomplete, UpgradeRequest.Read(Encoding.ASCII.GetBytes(begin), out _));

    [Theory]
    [InlineData("GET /ws HTTP", "GET /ws/more HTTP")]
    [InlineData("GET /ws HTTP", "GET /wsx HTTP")]
    [InlineData("GET /ws HTTP", "HEAD /ws HTTP")]
    [InlineData("GET /ws HTTP", "GET http://chat.example/ws HTTP")]
    [InlineData("HTTP/1.1", "HTTP/1.0")]
    [InlineData("GET /ws HTTP", "GET /ws?\u0001 HTTP")]
    [InlineData("Host: chat.example:8080\r\n", "")]
    [InlineData("Host: chat.example:8080", "Host: a\r\nHost: b")]
    [InlineData("Host: chat.example:8080", "Host: chat example")]
    [InlineData("Upgrade: WebSocket\r\n", "")]
    [InlineData("Upgrade: WebSocket", "Upgrade: h2c")]
    [InlineData("keep-alive, Upgrade", "keep-alive")]
    [InlineData("Version: 13", "Version: 12")]
    [InlineData(Key, "short")]
    [InlineData(Key, "dGhlIHNhbXBsZSBub25j*Q==")]
    [InlineData("Origin: https://chat.example", "Origin: a\r\nOrigin: b")]
    [InlineData("Origin:", "Content-Length: 1\r\nOrigin:")]
    [InlineData("Origin:", "Transfer-Encoding: chunked\r\nOrigin:")]
    [InlineData("Origin:", "Origin :")]
    [InlineData("Origin:", " folded\r\nOrigin:")]
    [InlineData("Origin:", "no colon\r\nOrigin:")]
    [InlineData("\r\nOrigin:", "\nOrigin:")]
    public void Read_AnythingUnusual_IsForTheWebServer(string part, string instead)
    {
        Assert.Contains(part, Sound, StringComparison.Ordinal);
        Assert.Equal(RequestKind.Other, UpgradeRequest.Read(Encoding.Latin1.GetBytes(Sound.Replace(part, instead, StringComparison.Ordinal)), out _));
    }

    [Fact]
    public void Read_AHeadWithoutEnd_IsForTheWebServer()
    {
        var endless = Encoding.ASCII.GetBytes($"{Sound[..^4]}\r\nX-Padding: {new string('x', UpgradeRequest.MostBytes)}");
        Assert.Equal(RequestKind.Other, UpgradeRequest.Read(endless.AsSpan(0, UpgradeRequest.MostBytes), out _));
        Assert.Equal(RequestKind.Other, UpgradeRequest.Read("GET /ws HTTP/1.1\nHost: a\n\n"u8, out _));
    }

    [Fact]
    public void Accept_AnswersTheKeyAsTheRfcDoes()
    {
        var answer = new byte[HttpAnswers.MostAccepted];
        var text = Encoding.ASCII.GetString(answer, 0, HttpAnswers.Accept(answer, Encoding.ASCII.GetBytes(Key), withProtocol: true));
        Assert.Contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\r\nSec-WebSocket-Protocol: whisper.v1\r\n\r\n", text, StringComparison.Ordinal);
    }
}
