using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace FeatureLearning.Workbook.Report.Api;

/// <summary>Types and members as C# writes them.</summary>
internal static class ApiSignatures
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(char)] = "char", [typeof(int)] = "int",
        [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(double)] = "double", [typeof(float)] = "float",
        [typeof(string)] = "string", [typeof(object)] = "object",
    };

    /// <summary>A type's name without its namespace: <c>IReadOnlyList&lt;double[]&gt;</c>.</summary>
    public static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return Name(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (Keywords.GetValueOrDefault(type) is { } keyword)
        {
            return keyword;
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Name(value) + "?";
        }

        if (type is { IsGenericType: true, FullName: { } full } && full.StartsWith("System.ValueTuple`", StringComparison.Ordinal))
        {
            return $"({string.Join(", ", type.GetGenericArguments().Select(Name))})";
        }

        string own = type.Name.Split('`')[0] + (type.IsGenericType ? $"<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : "");
        return type is { IsNested: true, IsGenericParameter: false } ? $"{Name(type.DeclaringType!)}.{own}" : own;
    }

    /// <summary>What introduces a type: <c>public sealed record LearningTask</c>.</summary>
    public static string Declaration(Type type)
    {
        bool isRecord = type.GetMethod("<Clone>$") is not null;
        string kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            _ => (type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + (isRecord ? "record" : "class"),
        };
        IEnumerable<Type> above = [.. type.BaseType is { } parent && parent.Assembly == type.Assembly ? [parent] : Type.EmptyTypes,
            .. type.IsEnum ? [] : type.GetInterfaces().Where(i => i.IsPublic && !i.Name.StartsWith("IEquatable", StringComparison.Ordinal))];
        string names = string.Join(", ", above.Select(Name));
        return $"public {kind} {Name(type)}{(names.Length == 0 ? "" : " : " + names)}";
    }

    /// <summary>A member's signature.</summary>
    public static string Member(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"{Name(constructor.DeclaringType!)}({Parameters(constructor.GetParameters())})",
        MethodInfo method => $"{Modifier(method)}{Name(method.ReturnType)} {MethodName(method)}({Parameters(method.GetParameters())})",
        PropertyInfo property => Property(property),
        FieldInfo { DeclaringType.IsEnum: true } value =>
            $"{value.Name} = {Convert.ToInt64(value.GetRawConstantValue(), CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)}",
        FieldInfo field => $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}",
        _ => member.Name,
    };

    private static string Property(PropertyInfo property)
    {
        MethodInfo access = property.GetAccessors()[0];
        string name = property.GetIndexParameters() is [_, ..] indices ? $"this[{Parameters(indices)}]" : property.Name;
        bool isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        string write = property.SetMethod is not { IsPublic: true } ? "" : isInit ? " init;" : " set;";
        return $"{Modifier(access)}{Name(property.PropertyType)} {name} {{ get;{write} }}";
    }

    private static string Modifier(MethodInfo method) => method.IsStatic ? "static "
        : method.DeclaringType!.IsInterface ? ""
        : method.IsAbstract ? "abstract "
        : "";

    private static string MethodName(MethodInfo method)
    {
        string name = method.Name.StartsWith("op_", StringComparison.Ordinal) ? "operator " + method.Name[3..] : method.Name;
        return method.IsGenericMethod ? $"{name}<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : name;
    }

    private static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string passing = parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.ParameterType.IsByRef ? "ref " : "";
        bool isParams = parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute));
        string optional = parameter.HasDefaultValue ? " = " + Default(parameter) : "";
        return $"{(isParams ? "params " : passing)}{Name(parameter.ParameterType)} {parameter.Name}{optional}";
    }

    private static string Default(ParameterInfo parameter) => parameter.DefaultValue switch
    {
        null => Nullable.GetUnderlyingType(parameter.ParameterType) is null && parameter.ParameterType.IsValueType ? "default" : "null",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        Enum value => $"{Name(value.GetType())}.{value}",
        // The value of an optional enum argument comes as its number.
        var number when parameter.ParameterType.IsEnum => $"{Name(parameter.ParameterType)}.{Enum.GetName(parameter.ParameterType, number)}",
        var other => Convert.ToString(other, CultureInfo.InvariantCulture)!,
    };
}
