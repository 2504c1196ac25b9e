using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Whisper.Tests.Configuration;

/// <summary>Reads the summaries that the compiler wrote beside each assembly, as Markdown.</summary>
internal static partial class XmlProse
{
    public static string Of(Type type) => Read(type.Assembly, $"T:{type.FullName}");

    public static string Of(PropertyInfo property) => Read(property.DeclaringType!.Assembly, $"P:{property.DeclaringType.FullName}.{property.Name}");

    private static string Read(Assembly assembly, string member)
    {
        var document = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"));
        var summary = document.Descendants("member").FirstOrDefault(element => (string?)element.Attribute("name") == member)?.Element("summary");
        return summary is null ? "" : Spaces().Replace(string.Concat(summary.Nodes().Select(Text)), " ").Trim();
    }

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => $"`{((string)see.Attribute("cref")!).Split('.')[^1]}`",
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement other => other.Value,
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
