using System.Reflection;
using Xunit.Sdk;

namespace FeatureLearning.Tests;

/// <summary>Rows of a theory with the backend in front: of the named static property, or of the test class' <c>Cases</c>.</summary>
public abstract class BackendDataAttribute(Backend backend, string member) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod)
    {
        ArgumentNullException.ThrowIfNull(testMethod);
        var property = testMethod.DeclaringType!.GetProperty(member, BindingFlags.Public | BindingFlags.Static)
            ?? throw new ArgumentException($"{testMethod.DeclaringType} has no public static property '{member}'.");
        return ((IEnumerable<object[]>)property.GetValue(null)!).Select(row => (object[])[backend, .. row]);
    }
}

/// <summary>Every case with the managed linear algebra.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnManagedAttribute(string member = "Cases") : BackendDataAttribute(Backend.Managed, member)
{
    public string Member { get; } = member;
}

/// <summary>Every case with the native linear algebra; skipped with a reason, and so seen in the count, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnNativeAttribute : BackendDataAttribute
{
    public OnNativeAttribute(string member = "Cases")
        : base(Backend.Native, member)
    {
        Member = member;
        Skip = BackendExtensions.WhyNoNative;
    }

    public string Member { get; }
}

/// <summary>A theory that needs both linear algebras; skipped with a reason where the native one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NativeBlasTheoryAttribute : TheoryAttribute
{
    public NativeBlasTheoryAttribute() => Skip = BackendExtensions.WhyNoNative;
}
