using System.Globalization;
using System.Reflection;
using System.Text;

namespace Whisper.Tests.Contract;

/// <summary>Writes down what the serialiser and the callers of another version depend on.</summary>
internal static class ContractSnapshot
{
    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in Types(assembly).OrderBy(AliasOf, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{AliasOf(type)} {Kind(type)} {type.FullName}\n");
            foreach (var line in type.IsInterface ? Methods(type) : type.IsEnum ? Values(type) : Fields(type))
            {
                text.Append("  ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    public static IEnumerable<string> MissingAliases(Assembly assembly) =>
        Types(assembly).Where(type => AliasOf(type) is null).Select(type => type.FullName!).Concat(
            Types(assembly).Where(type => type.IsInterface).SelectMany(type => type.GetMethods()).Where(method => AliasOf(method) is null)
                .Select(method => $"{method.DeclaringType}.{method.Name}"));

    public static IEnumerable<string> RepeatedAliases(Assembly assembly) =>
        Repeated(Types(assembly).Select(AliasOf)).Concat(
            Types(assembly).Where(type => type.IsInterface).SelectMany(type => Repeated(type.GetMethods().Select(AliasOf)).Select(alias => $"{type}: {alias}")));

    private static IEnumerable<string> Repeated(IEnumerable<string?> aliases) =>
        aliases.OfType<string>().GroupBy(alias => alias).Where(group => group.Count() > 1).Select(group => group.Key);

    private static IEnumerable<Type> Types(Assembly assembly) => assembly.GetTypes()
        .Where(type => type.Namespace?.StartsWith("Whisper", StringComparison.Ordinal) == true && !type.Namespace.StartsWith("OrleansCodeGen", StringComparison.Ordinal))
        .Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false) || (type.IsInterface && type.IsAssignableTo(typeof(IAddressable))));

    private static string? AliasOf(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias;

    private static string Kind(Type type) => type switch
    {
        { IsInterface: true } => $"interface ({string.Join(", ", type.GetInterfaces().Select(parent => parent.Name).Order(StringComparer.Ordinal))})",
        { IsEnum: true } => $"enum ({type.GetEnumUnderlyingType().Name})",
        { IsValueType: true } => "struct",
        _ => type.BaseType == typeof(object) ? "class" : $"class ({type.BaseType!.Name})",
    };

    private static IEnumerable<string> Values(Type type) =>
        Enum.GetNames(type).Select(name => $"{Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)} {name}");

    private static IEnumerable<string> Fields(Type type) =>
        type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(member => (member, id: member.GetCustomAttribute<IdAttribute>(inherit: false)))
            .Where(pair => pair.id is not null)
            .OrderBy(pair => pair.id!.Id)
            .Select(pair => $"{pair.id!.Id} {pair.member.Name}: {Name(pair.member is PropertyInfo property ? property.PropertyType : ((FieldInfo)pair.member).FieldType)}");

    private static IEnumerable<string> Methods(Type type) => type.GetMethods().OrderBy(AliasOf, StringComparer.Ordinal).Select(method =>
        $"{AliasOf(method)} {Name(method.ReturnType)} {method.Name}({string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType)))})"
        + string.Concat(method.GetCustomAttributes().Select(attribute => attribute.GetType().Name.Replace("Attribute", "", StringComparison.Ordinal))
            .Where(name => name is "OneWay" or "AlwaysInterleave" or "ReadOnly").Order(StringComparer.Ordinal).Select(name => $" [{name}]")));

    private static string Name(Type type) =>
        type.IsArray ? $"{Name(type.GetElementType()!)}[]"
        : type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
