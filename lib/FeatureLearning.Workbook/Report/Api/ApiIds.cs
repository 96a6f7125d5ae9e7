using System.Reflection;

namespace FeatureLearning.Workbook.Report.Api;

/// <summary>The names under which the compiler files documentation: <c>M:Namespace.Type.Method(System.Double[])</c>.</summary>
internal static class ApiIds
{
    public static string Of(Type type) => "T:" + Name(type);

    public static string Of(MemberInfo member)
    {
        string owner = Name(member.DeclaringType!);
        return member switch
        {
            ConstructorInfo constructor => $"M:{owner}.#ctor{Parameters(constructor.GetParameters())}",
            MethodInfo method => $"M:{owner}.{method.Name}{Arity(method)}{Parameters(method.GetParameters())}{Result(method)}",
            PropertyInfo property => $"P:{owner}.{property.Name}{Parameters(property.GetIndexParameters())}",
            EventInfo => $"E:{owner}.{member.Name}",
            _ => $"F:{owner}.{member.Name}",
        };
    }

    private static string Name(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static string Arity(MethodInfo method) => method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "";

    // Conversions differ by their result alone.
    private static string Result(MethodInfo method) =>
        method.Name is "op_Implicit" or "op_Explicit" ? "~" + Reference(method.ReturnType) : "";

    private static string Parameters(ParameterInfo[] parameters) =>
        parameters.Length == 0 ? "" : $"({string.Join(',', parameters.Select(parameter => Reference(parameter.ParameterType)))})";

    private static string Reference(Type type)
    {
        if (type.IsByRef)
        {
            return Reference(type.GetElementType()!) + "@";
        }

        if (type.IsArray)
        {
            int rank = type.GetArrayRank();
            return $"{Reference(type.GetElementType()!)}[{(rank == 1 ? "" : string.Join(',', Enumerable.Repeat("0:", rank)))}]";
        }

        if (type.IsGenericParameter)
        {
            return $"{(type.DeclaringMethod is null ? "`" : "``")}{type.GenericParameterPosition}";
        }

        return type.IsGenericType
            ? $"{Name(type).Split('`')[0]}{{{string.Join(',', type.GetGenericArguments().Select(Reference))}}}"
            : Name(type);
    }
}
