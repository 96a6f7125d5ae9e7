using System.Text.Json;
using FeatureLearning.Workbook.Tests.Requires;

namespace FeatureLearning.Workbook.Tests.Environments;

/// <summary>The continuous integration: it calls <c>.ci/run</c>, and nothing else that matters.</summary>
public sealed class WorkflowTests
{
    private static readonly string Repository = WorkbookProcess.Repository;

    [PythonFact("yaml", "python3-yaml")]
    public void Each_job_that_tests_runs_the_script_alone()
    {
        using JsonDocument workflow = Parsed();
        JsonElement jobs = workflow.RootElement.GetProperty("jobs");
        foreach (string name in (string[])["test", "weekly"])
        {
            JsonElement[] steps = [.. jobs.GetProperty(name).GetProperty("steps").EnumerateArray()];
            string[] commands = [.. steps.Where(step => step.TryGetProperty("run", out _)).Select(step => step.GetProperty("run").GetString()!)];
            Assert.Matches(@"^sudo --preserve-env=PATH,DOTNET_ROOT env CI=true .*bash \.ci/run$", Assert.Single(commands));
            Assert.Contains(steps, step => Uses(step, "actions/upload-artifact") && step.GetProperty("with").GetProperty("path").GetString() == "artifacts/");
        }

        Assert.DoesNotContain(
            jobs.EnumerateObject().Where(job => job.Name is not ("test" or "weekly")).SelectMany(job => job.Value.GetProperty("steps").EnumerateArray()),
            step => step.TryGetProperty("run", out _));
    }

    [PythonFact("yaml", "python3-yaml")]
    public void The_report_goes_to_Pages_from_main_and_a_weekly_job_takes_its_time()
    {
        using JsonDocument workflow = Parsed();
        // YAML 1.1 reads the key "on" as true.
        JsonElement triggers = workflow.RootElement.GetProperty("true");
        Assert.Equal("main", Assert.Single(triggers.GetProperty("push").GetProperty("branches").EnumerateArray()).GetString());
        Assert.Equal(5, triggers.GetProperty("schedule")[0].GetProperty("cron").GetString()!.Split(' ').Length);
        JsonElement jobs = workflow.RootElement.GetProperty("jobs"), pages = jobs.GetProperty("pages"), weekly = jobs.GetProperty("weekly");
        Assert.Equal("test", pages.GetProperty("needs").GetString());
        Assert.Equal("github.event_name == 'push' && github.ref == 'refs/heads/main'", pages.GetProperty("if").GetString());
        Assert.Equal("write", pages.GetProperty("permissions").GetProperty("pages").GetString());
        Assert.Contains(pages.GetProperty("steps").EnumerateArray(), step => Uses(step, "actions/deploy-pages"));
        string command = weekly.GetProperty("steps").EnumerateArray().Single(step => step.TryGetProperty("run", out _)).GetProperty("run").GetString()!;
        Assert.Contains("FEATURELEARNING_LONG=1 WORKBOOK_CI_PROFILE=full", command, StringComparison.Ordinal);
        Assert.Contains("schedule", weekly.GetProperty("if").GetString(), StringComparison.Ordinal);
        Assert.Contains("--profile \"${WORKBOOK_CI_PROFILE:-fast}\"", File.ReadAllText(Path.Combine(Repository, ".ci", "run")), StringComparison.Ordinal);
    }

    private static bool Uses(JsonElement step, string action) =>
        step.TryGetProperty("uses", out JsonElement used) && used.GetString()!.StartsWith(action + "@", StringComparison.Ordinal);

    private static JsonDocument Parsed() => JsonDocument.Parse(PythonFactAttribute.Python(
        "yaml", $"import json, yaml; print(json.dumps(yaml.safe_load(open(r'{Path.Combine(Repository, ".github", "workflows", "ci.yml")}', encoding='utf-8'))))"));
}
