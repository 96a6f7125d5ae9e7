using FeatureLearning.Workbook.Report;

namespace FeatureLearning.Workbook.Tests.Report;

/// <summary>What may stand in the report's page itself, and what goes into a frame.</summary>
public sealed class HtmlAllowListTests
{
    [Theory]
    [InlineData("plain text &amp; more")]
    [InlineData("<table class=\"statements\"><tr data-holds=\"true\"><td colspan=\"2\" style=\"text-align:right;color:#333\">1 &lt; 2</td></tr></table>")]
    [InlineData("<p style=\"font-family:Helvetica, sans-serif; color: rgb(1, 2, 3);margin:0 0 1em\">x</p>")]
    [InlineData("<p>a<br>b<br/>c</p><hr>")]
    [InlineData("<details open><summary>s</summary>t</details>")]
    public void Tables_and_text_may(string html) => Assert.True(HtmlAllowList.Allows(html));

    [Theory]
    [InlineData("<script>x</script>")]
    [InlineData("<b onclick=\"x\">y</b>")]
    [InlineData("<b ONCLICK=x>y</b>")]
    [InlineData("<a href=\"javascript:x\">y</a>")]
    [InlineData("<img src=x onerror=y>")]
    [InlineData("<svg/onload=x>")]
    [InlineData("<iframe srcdoc=\"\"></iframe>")]
    [InlineData("<style>*{display:none}</style>")]
    [InlineData("<b style=\"position:fixed\">y</b>")]
    [InlineData("<b style=\"background:url(//x)\">y</b>")]
    [InlineData("<b style=\"p\\6fsition:fixed\">y</b>")]
    [InlineData("<b style=\"margin-top:-500px\">y</b>")]
    [InlineData("<b style=\"margin:0 0 0 -500px\">y</b>")]
    [InlineData("<b style=\"margin:calc(0px - 500px)\">y</b>")]
    [InlineData("<b style=\"box-shadow:0 0 0 9999px red\">y</b>")]
    [InlineData("<b style=\"translate:0 500px\">y</b>")]
    [InlineData("<b style=\"color:red;inset:0\">y</b>")]
    [InlineData("<b style=\"color\">y</b>")]
    [InlineData("<b id=\"x\">y</b>")]
    [InlineData("</div></div>text")]
    [InlineData("<table><tr>")]
    [InlineData("<b><i></b></i>")]
    [InlineData("<!-- <b> -->")]
    [InlineData("a < b")]
    [InlineData("<b")]
    [InlineData("<B>x</B>")]
    [InlineData("<b title=\"x\"onclick=\"y\">z</b>")]
    [InlineData("<form action=\"x\"></form>")]
    public void Everything_else_may_not(string html) => Assert.False(HtmlAllowList.Allows(html));
}
